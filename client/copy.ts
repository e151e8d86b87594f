import { attributeNames, baseOf, childrenOf, serverChildren } from "./foreign.ts"

/** A copy of what the server sent for the node: nothing that scripts or the person made of it. */
export function copyOf(node: Node, inert = document.createElement("template").content.ownerDocument): Node {
  if (!(node instanceof Element)) {
    const text = node.cloneNode()
    text.nodeValue = baseOf(node)
    return text
  }
  // A clone would have the values of fields; an element made in a document without a page wakes no custom element.
  const copy = inert.createElementNS(node.namespaceURI, node.localName)
  for (const name of attributeNames(node)) {
    const value = baseOf(node, name)
    if (value !== null) copy.setAttribute(name, value)
  }
  for (const child of Array.from(serverChildren(node))) childrenOf(copy).appendChild(copyOf(child, inert))
  return copy
}

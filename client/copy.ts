import { baseAttribute, baseText, changedAttributes, childrenOf, serverChildren } from "./foreign.ts"

/** A copy of what the server sent for the node: nothing that scripts or the person made of it. */
export function copyOf(node: Node, inert = document.createElement("template").content.ownerDocument): Node {
  if (node instanceof CharacterData) return textCopy(node)
  if (!(node instanceof Element)) return node.cloneNode(true)
  // A clone would have the values of fields; an element made in a document without a page wakes no custom element.
  const copy = inert.createElementNS(node.namespaceURI, node.localName)
  for (const name of new Set([...node.getAttributeNames(), ...changedAttributes(node)])) {
    const value = baseAttribute(node, name)
    if (value !== null) copy.setAttribute(name, value)
  }
  for (const child of Array.from(serverChildren(node))) childrenOf(copy).appendChild(copyOf(child, inert))
  return copy
}

function textCopy(node: CharacterData): Node {
  const copy = node.cloneNode()
  copy.nodeValue = baseText(node)
  return copy
}

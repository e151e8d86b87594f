import { arrange } from "./arrange.ts"
import { mergeAttributes } from "./attributes.ts"
import { joinTexts, place, take, write } from "./changes.ts"
import { isWritten, touchField } from "./fields.ts"
import { baseText, childrenOf, homeOf, indexOf, isDisturbed, serverChildren, serverList, setServerList } from "./foreign.ts"
import { parseDocument, parseFragment } from "./markup.ts"

/** Custom elements that a patch has been at: from then on we know which children are the server's. */
const known = new WeakSet<Element>()

/** Morphs the element into the markup of one element; of another kind, it is replaced. */
export function morphElement(element: Element, html: string | Element): void {
  const next = typeof html === "string" ? parseFragment(html, element.parentNode).firstElementChild : html
  if (next) replaceNode(element, [next])
}

/** Morphs the children of the parent into the markup. */
export function morphChildren(parent: Node, html: string | Node): void {
  const next = typeof html === "string" ? parseFragment(html, parent) : childrenOf(html)
  if (isWritten(parent)) return
  if (keepsOwn(parent, next)) return setServerList(parent, [])
  const result = mergeNodes(parent, Array.from(serverChildren(parent)), [...next.childNodes])
  if (serverList(parent)) setServerList(parent, result)
}

/** Morphs the body into the markup of a body. */
export function morphBody(html: string | Element): void {
  morphElement(document.body, typeof html === "string" ? parseDocument(html).body : html)
}

/** Puts nodes where the server's child stood; the first that is of its kind is what it becomes. */
export function replaceNode(node: Node, next: Node[]): void {
  const parent = homeOf(node)
  if (!parent) return
  const list = serverList(parent)
  const index = indexOf(parent, node)
  const result = mergeNodes(parent, [node], next)
  if (list) setServerList(parent, list.toSpliced(index, index < 0 ? 0 : 1, ...result))
  joinTexts(parent, index + result.length)
  joinTexts(parent, index)
}

/** Merges text: the server's, where the server changed it. A script that wrote its own in its place has to give way then. */
export function mergeText(parent: Node, node: CharacterData, theirs: string): void {
  if (theirs === baseText(node)) return
  touchField(node)
  const others = [...parent.childNodes]
  write(node, "", theirs)
  if (node.parentNode === childrenOf(parent) || others.some((other) => !(other instanceof Text))) return
  for (const other of others) take(other)
  place(parent, node, null)
}

/** Makes the old nodes into the next ones where they stand; returns the nodes that are the server's now, in its order. */
function mergeNodes(parent: Node, old: Node[], next: Node[]): Node[] {
  touchField(parent)
  const result = arrange(parent, old, next)
  for (const [index, node] of result.entries()) {
    const other = next[index]
    // An only child is not compared first: where it differs, so did its parent, and a chain of them would be read again and again.
    if (!other || other === node || (next.length > 1 && !isDisturbed(node) && node.isEqualNode(other))) continue
    mergeNode(parent, node, other)
  }
  return result
}

function mergeNode(parent: Node, node: Node, next: Node): void {
  if (node instanceof CharacterData) mergeText(parent, node, next.nodeValue ?? "")
  else if (node instanceof Element && next instanceof Element) mergeElement(node, next)
}

function mergeElement(element: Element, next: Element): void {
  const permanent = "data-liveview-permanent"
  if (element.hasAttribute(permanent) || next.hasAttribute(permanent)) return mergeAttributes(element, next, "data-")
  if (element.localName === "script" || element.localName === "noscript") return
  mergeAttributes(element, next)
  morphChildren(element, next)
}

/** A custom element that was loaded with children which the server does not know has made them itself. */
function keepsOwn(parent: Node, next: Node): boolean {
  if (!(parent instanceof Element) || !parent.localName.includes("-") || known.has(parent)) return false
  known.add(parent)
  return !next.firstChild && !serverList(parent) && !!customElements.get(parent.localName)
}


import { arrange, isKin } from "./arrange.ts"
import { mergeAttributes } from "./attributes.ts"
import { joinTexts, noteLeft, place, sentClosed, take, write } from "./changes.ts"
import { isWritten, touchField } from "./fields.ts"
import { baseOf, childrenOf, homeOf, indexOf, isDisturbed, serverChildren, serverList, setServerList } from "./foreign.ts"
import { mayHideShadows, parseDocument, parseFragment } from "./markup.ts"

/** Custom elements that a patch has been at: from then on we know which children are the server's. */
const known = new WeakSet<Element>()

/** Morphs the element into the markup of one element, the body into that of a body; by one of another kind it is replaced. */
export function morphElement(element: Element, html: string | Element): void {
  const isBody = element === document.body
  const next =
    typeof html !== "string" ? html : isBody ? parseDocument(html).body : parseFragment(html, element.parentNode).firstElementChild
  if (next) replaceNode(element, [next])
}

/** Morphs the children of the parent into the markup. */
export function morphChildren(parent: Node, html: string | Node): void {
  const next = typeof html === "string" ? parseFragment(html, parent) : childrenOf(html)
  if (isWritten(parent)) noteLeft()
  else if (keepsOwn(parent, next)) setServerList(parent, [])
  else mergeNodes(parent, 0, serverChildren(parent).length, [...next.childNodes])
}

/** Puts nodes where the server's child stood; the first that is of its kind is what it becomes. */
export function replaceNode(node: Node, next: Node[]): void {
  const parent = homeOf(node)
  const [first] = next
  if (parent && first && next.length === 1 && isKin(node, first) && isServers(parent, node)) {
    // Where it stands does not matter: in a long list that takes longest to find out.
    touchField(parent)
    return mergeNode(parent, node, first)
  }
  const index = parent ? indexOf(parent, node) : -1
  if (parent && index >= 0) {
    mergeNodes(parent, index, index + 1, next)
    joinTexts(parent, index + next.length)
    joinTexts(parent, index)
  } else if (parent) {
    // What a script made has no place among the server's children, and what replaces it has none either.
    for (const one of next) place(parent, one, node)
    take(node)
  }
}

function isServers(parent: Node, node: Node): boolean {
  return serverList(parent)?.includes(node) ?? node.parentNode === childrenOf(parent)
}

/** Merges text: the server's, where the server changed it. A script that wrote its own in its place has to give way then. */
export function mergeText(parent: Node, node: CharacterData, theirs: string): void {
  if (theirs === baseOf(node)) return
  touchField(node)
  write(node, "", theirs)
  if (node.parentNode === childrenOf(parent)) return
  const [others, before] = inPlaceOf(parent, node)
  // A browser that translates puts its own elements there.
  if (others.some((other) => !(other instanceof Text || other.nodeName === "FONT")) || (!others.length && parent.firstChild)) return
  for (const other of others) take(other)
  place(parent, node, before)
}

/** What stands where the server's node was, and what comes after it. */
function inPlaceOf(parent: Node, node: Node): [others: Node[], before: Node | null] {
  const list = Array.from(serverChildren(parent))
  const others: Node[] = []
  let at = list.slice(0, list.indexOf(node)).findLast((one) => one.parentNode === parent)?.nextSibling ?? parent.firstChild
  for (; at && !list.includes(at); at = at.nextSibling) others.push(at)
  return [others, at]
}

/** Makes the server's children from one index up to another into the next nodes. */
function mergeNodes(parent: Node, from: number, to: number, next: Node[]): void {
  const list = serverList(parent)
  touchField(parent)
  const result = arrange(parent, from, to, next)
  if (list) setServerList(parent, list.toSpliced(from, to - from, ...result))
  for (const [index, node] of result.entries()) {
    const other = next[index]
    // An only child is not compared first: where it differs, so did its parent, and a chain of them would be read again and again.
    if (!other || other === node || (next.length > 1 && !mayHideShadows() && !isDisturbed(node) && node.isEqualNode(other))) continue
    mergeNode(parent, node, other)
  }
}

function mergeNode(parent: Node, node: Node, next: Node): void {
  if (node instanceof CharacterData) mergeText(parent, node, next.nodeValue ?? "")
  else if (node instanceof Element && next instanceof Element) mergeElement(node, next)
}

function mergeElement(element: Element, next: Element): void {
  const permanent = "data-liveview-permanent"
  const isPermanent = element.hasAttribute(permanent) || next.hasAttribute(permanent)
  // A script must not start because it was patched; with scripts the browser reads <noscript> as text, and the template as markup.
  if (["script", "noscript"].includes(element.localName)) return
  if (element instanceof HTMLDialogElement && !element.open) sentClosed.add(element)
  mergeAttributes(element, next, isPermanent ? "data-" : "")
  if (isPermanent) return
  // What a custom element has in its shadow is its own.
  if (element.shadowRoot && next.shadowRoot && !element.localName.includes("-")) morphChildren(element.shadowRoot, next.shadowRoot)
  morphChildren(element, next)
}

/** A custom element that was loaded with children which the server does not know has made them itself. */
function keepsOwn(parent: Node, next: Node): boolean {
  if (!(parent instanceof Element) || !parent.localName.includes("-") || known.has(parent)) return false
  known.add(parent)
  return !next.firstChild && !serverList(parent) && !!customElements.get(parent.localName)
}

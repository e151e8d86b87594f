import type { PatchOptions } from "../server/protocol.ts"
import { insertAt, joinTexts, place, placeOf, removeAt, take } from "./changes.ts"
import { homeOf, indexOf, serverChildren, serverList } from "./foreign.ts"
import { parseFragment } from "./markup.ts"
import { morphElement, replaceNode } from "./morph.ts"

const timers = new WeakMap<Node, ReturnType<typeof setTimeout>>()

/** Inserts markup before the server's child at index; elements whose id the page has are replaced where they stand. */
export function insert(parent: Node, index: number, html: string, options?: PatchOptions): void {
  const fragment = parseFragment(html, parent)
  const replaced = [...fragment.children].flatMap((element) => replaceById(parent, element))
  const at = Math.min(index, serverChildren(parent).length)
  const added = insertAt(parent, at, fragment.childNodes)
  for (const node of [...replaced, ...added]) removeAfter(node, options?.removeAfter)
  joinTexts(parent, at + added.length)
  joinTexts(parent, at)
  if (options?.limit !== undefined) keepOnly(parent, options.limit, index > 0)
}

/** Takes elements away from the start, or from the end, until there are no more than that; what is permanent stays, uncounted. */
function keepOnly(parent: Node, limit: number, fromStart: boolean): void {
  const elements = Array.from(serverChildren(parent))
    .filter((node) => node instanceof Element)
    .filter((element) => !element.hasAttribute("data-liveview-permanent"))
  const surplus = fromStart ? elements.slice(0, Math.max(0, elements.length - limit)) : elements.slice(limit)
  for (const element of surplus) remove(element)
}

/** Inserts markup before the element (offset 0) or after it (1). */
export function insertBeside(element: Element, offset: 0 | 1, html: string, options?: PatchOptions): void {
  const parent = homeOf(element)
  if (parent) insert(parent, positionOf(parent, element, offset), html, options)
}

/** Takes the element away. */
export function remove(element: Element, options?: PatchOptions): void {
  const parent = homeOf(element)
  if (options?.removeAfter) return removeAfter(element, options.removeAfter)
  // Where it stands does not matter: in a long list that takes longest to find out.
  const isAlone = !(element.previousSibling instanceof Text && element.nextSibling instanceof Text)
  const index = parent && (serverList(parent) || !isAlone) ? indexOf(parent, element) : -1
  if (!parent || index < 0) return take(element)
  removeAt(parent, index)
  joinTexts(parent, index)
}

/** Replaces the element by markup of any number of nodes. */
export function replaceElement(element: Element, html: string): void {
  replaceNode(element, [...parseFragment(html, element.parentNode).childNodes])
}

/** Beside an element that the server does not know is before the next one that it does. */
function positionOf(parent: Node, element: Element, offset: 0 | 1): number {
  const index = indexOf(parent, element)
  if (index >= 0) return index + offset
  for (let next = element.nextSibling; next; next = next.nextSibling) if (indexOf(parent, next) >= 0) return indexOf(parent, next)
  return serverChildren(parent).length
}

/** An element whose id the page has, or had until a script took it away, becomes the next one where it stands. */
function replaceById(parent: Node, next: Element): Element[] {
  const id = next.getAttribute("id")
  const isIt = (node: Node) => node instanceof Element && node.getAttribute("id") === id
  const present = id ? (document.getElementById(id) ?? serverList(parent)?.find(isIt)) : undefined
  if (!(present instanceof Element)) return []
  next.remove()
  if (!present.isConnected) place(parent, present, placeOf(parent, indexOf(parent, present)))
  morphElement(present, next)
  return [present]
}

/** Takes the node away later, as a script would: the server does not know when, and goes on counting it. */
function removeAfter(node: Node, delay?: number): void {
  clearTimeout(timers.get(node))
  if (delay)
    timers.set(
      node,
      setTimeout(() => node.parentNode?.removeChild(node), delay),
    )
}

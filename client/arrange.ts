import { isActive, place, placeOf, take } from "./changes.ts"
import { baseOf, childrenOf, noteReordered, serverChildren } from "./foreign.ts"
import { stayingOf } from "./order.ts"

let isStrict = false

/** Does something while only what has the same key, the same names in it or is equal is taken for the same: what is of a kind is not. */
export function strictly(change: () => void): void {
  isStrict = true
  try {
    change()
  } finally {
    isStrict = false
  }
}

/**
 * Puts the server's children from one index up to another into the order of the next nodes, the new among them, and takes the
 * others away. Returns what is there then: at each index the old node that becomes the next one, or the next one itself.
 */
export function arrange(parent: Node, from: number, to: number, next: Node[]): Node[] {
  const children = serverChildren(parent)
  const old = Array.from({ length: to - from }, (_, index) => children[from + index]).filter((node) => node !== undefined)
  const alike = !isStrict && old.length === next.length
  const isPair = (one?: Node, other?: Node) => isKin(one, other, alike)
  let [start, last, rest] = [0, old.length, next.length]
  while (start < last && start < rest && isPair(old[start], next[start])) start++
  while (start < last && start < rest && isPair(old[last - 1], next[rest - 1])) [last, rest] = [last - 1, rest - 1]
  if (start < last || start < rest) {
    const middle = arrangeMiddle(parent, old.slice(start, last), next.slice(start, rest), placeOf(parent, from + last))
    old.splice(start, last - start, ...middle)
  }
  return old
}

/** Whether one node becomes the other: of the same kind and key; where not all of a kind are `alike`, without a key only what is equal. */
export function isKin(one?: Node, other?: Node, alike = !isStrict): boolean {
  return nameOf(one) === nameOf(other) && (alike || !!keyOf(one) || !!one?.isEqualNode(other ?? null))
}

function arrangeMiddle(parent: Node, old: Node[], next: Node[], end: Node | null): Node[] {
  const isHere = (node: Node | null) => node?.parentNode === childrenOf(parent)
  const matches = match(old, next)
  const positions = new Map(old.map((node, index) => [node, index]))
  const staying = stayingOf(
    matches.map((node) => (node && positions.get(node)) ?? -1),
    matches.findIndex(isActive),
  )
  for (const node of matches) if (node) positions.delete(node)
  for (const node of positions.keys()) take(node)
  let before = isHere(end) ? end : null
  for (let index = next.length - 1; index >= 0; index--) {
    const node = matches[index] ?? next[index]
    // A script took this one away: it stays away, and keeps its place among the server's children.
    if (!node || (matches[index] && !isHere(node))) continue
    if (!staying.has(index)) place(parent, node, before)
    if (!staying.has(index) && matches[index]) noteReordered(parent)
    before = node
  }
  return next.map((node, index) => matches[index] ?? node)
}

/** For each next node the old one that becomes it: of the same key or with the same fields in it, and else of the same kind. */
function match(old: Node[], next: Node[]): (Node | undefined)[] {
  const matches: (Node | undefined)[] = []
  for (const name of isStrict ? [nameWithin] : [nameWithin, nameOf]) {
    const used = new Set(matches)
    const pool = new Map<string, Node[]>()
    for (const node of old)
      if (!used.has(node) && !(isStrict && name(node) === node.nodeName) && !pool.get(name(node))?.push(node)) pool.set(name(node), [node])
    for (const [index, node] of next.entries()) matches[index] ??= pool.get(name(node))?.shift()
  }
  return matches
}

function nameOf(node?: Node): string {
  return node?.nodeName + keyOf(node)
}

/** The name of an element without a key is its own, or that of the first thing with a name in it. */
function nameWithin(node: Node): string {
  const element = keyOf(node) ? undefined : elementOf(node)
  const named = element?.hasAttribute("name") ? element : element?.querySelector("[id],[name]")
  return nameOf(node) + ((named && (baseOf(named, "id") ?? baseOf(named, "name"))) ?? "")
}

/** What tells a node from its siblings: id or key, as the server sent them (widgets give ids too), and in the head all of it, but for the title. */
function keyOf(node?: Node): string {
  const element = elementOf(node)
  for (const name of element ? keys : []) {
    const key = element && baseOf(element, name)
    if (key !== null) return ` ${name}=${key}`
  }
  return element?.parentNode?.nodeName === "HEAD" && element.localName !== "title" ? element.outerHTML : ""
}

function elementOf(node?: Node): Element | undefined {
  return node instanceof Element ? node : undefined
}

const keys = ["id", "data-key"]

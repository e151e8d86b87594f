import { place, take } from "./changes.ts"
import { childrenOf } from "./foreign.ts"
import { stayingOf } from "./order.ts"

/**
 * Puts the old nodes that go on into the order of the next ones, the new among them, and takes the others away.
 * Returns them in that order: at each index the old node that becomes the next one, or the next one itself.
 */
export function arrange(parent: Node, old: Node[], next: Node[]): Node[] {
  let [start, last, rest] = [0, old.length, next.length]
  const isPair = old.length === next.length ? isAlike : isSurelyAlike
  while (start < last && start < rest && isPair(old[start], next[start])) start++
  while (start < last && start < rest && isPair(old[last - 1], next[rest - 1])) [last, rest] = [last - 1, rest - 1]
  if (start === last && start === rest) return old
  const middle = arrangeMiddle(parent, old.slice(start, last), next.slice(start, rest), placeOf(parent, old, start, last))
  return [...old.slice(0, start), ...middle, ...old.slice(last)]
}

/** The node before which the middle ends: the first behind it, or else what others put behind the last of all. */
function placeOf(parent: Node, old: Node[], start: number, last: number): Node | null {
  const isHere = (node: Node) => node.parentNode === childrenOf(parent)
  const behind = old.slice(last).find(isHere)
  if (behind) return behind
  const middle = new Set<Node | null>(old.slice(start))
  let place = old.findLast(isHere)?.nextSibling ?? null
  while (place && middle.has(place)) place = place.nextSibling
  return place
}

function arrangeMiddle(parent: Node, old: Node[], next: Node[], before: Node | null): Node[] {
  const matches = match(old, next)
  const kept = new Set(matches)
  for (const node of old) if (!kept.has(node)) take(node)
  const staying = stayingOf(positionsIn(old, matches), matches.findIndex(isActive))
  for (let index = next.length - 1; index >= 0; index--) {
    const node = matches[index] ?? next[index]
    // A script took this one away: it stays away, and keeps its place among the server's children.
    if (!node || (matches[index] && node.parentNode !== childrenOf(parent))) continue
    if (!staying.has(index)) place(parent, node, before)
    before = node
  }
  return next.map((node, index) => matches[index] ?? node)
}

/** For each next node the old one that becomes it: of the same key or with the same fields in it, and else of the same kind. */
function match(old: Node[], next: Node[]): (Node | undefined)[] {
  const matches: (Node | undefined)[] = []
  for (const nameOf of [nameWithin, nameOfKind]) {
    const used = new Set(matches)
    const pool = new Map<string, Node[]>()
    for (const node of old) if (!used.has(node)) append(pool, nameOf(node), node)
    for (const [index, node] of next.entries()) matches[index] ??= pool.get(nameOf(node))?.shift()
  }
  return matches
}

function append(pool: Map<string, Node[]>, name: string, node: Node): void {
  const nodes = pool.get(name)
  if (nodes) nodes.push(node)
  else pool.set(name, [node])
}

function positionsIn(old: Node[], matches: (Node | undefined)[]): number[] {
  const positions = new Map(old.map((node, index) => [node, index]))
  return matches.map((node) => (node && positions.get(node)) ?? -1)
}

function isActive(node: Node | undefined): boolean {
  return !!node && document.activeElement !== document.body && node.contains(document.activeElement)
}

function isAlike(one: Node | undefined, other: Node | undefined): boolean {
  return !!one && !!other && nameOfKind(one) === nameOfKind(other)
}

function isSurelyAlike(one: Node | undefined, other: Node | undefined): boolean {
  return isAlike(one, other) && !!one && !!other && (!!keyOf(one) || one.isEqualNode(other))
}

function nameOfKind(node: Node): string {
  return node.nodeName + keyOf(node)
}

function nameWithin(node: Node): string {
  const field = !keyOf(node) && node instanceof Element && node.querySelector("[id],[name]")
  return nameOfKind(node) + (field ? `>${field.getAttribute("id") ?? field.getAttribute("name")}` : "")
}

/** What tells a node from its siblings: id or key, and in the head what it is about. */
function keyOf(node: Node): string {
  if (!(node instanceof Element)) return ""
  for (const name of keys) if (node.hasAttribute(name)) return ` ${name}=${node.getAttribute(name)}`
  if (!node.matches("meta,link,script,style")) return ""
  return ` ${abouts.map((name) => node.getAttribute(name)).join()}${node.textContent}`
}

const keys = ["id", "data-key"]
const abouts = ["name", "property", "http-equiv", "rel", "href", "src"]

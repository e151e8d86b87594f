import type { Bookmarks } from "./bookmarks.ts"
import { HtmlScanner } from "./html-scanner.ts"
import { type HtmlNode, isPermanent, nextChild } from "./html-tree.ts"
import type { Place } from "./operations.ts"
import { sameEnds } from "./same-ends.ts"

/** The element that holds all that has changed, and its children from the first that may have changed to the last. */
export interface Window {
  parent: Place
  first: number
  before: HtmlNode[]
  after: HtmlNode[]
}

/**
 * Finds the innermost element that holds all that has changed. What is equal at both ends of the markup is not read twice, and at the end not at all
 * where the markup before is known to be addressable; nor what is before a bookmark of it. `unsafe`: a browser's parser would build something else. `permanent`: the change lies where the page
 * is left alone. Undefined: the root itself has changed.
 */
export function located(
  before: string,
  after: string,
  isKnown: boolean,
  bookmarks?: Bookmarks,
): Window | "unsafe" | "permanent" | undefined {
  const same = sameEnds(before, after)
  const mark = bookmarks?.before(same.start)
  const scanner = mark ? HtmlScanner.at(after, mark) : new HtmlScanner(after)
  readSame(scanner, same.start, bookmarks)
  const split = scanner.resumed(after)
  const [old, now] = [split.resumed(before), scanner.resumed(after)]
  const level = innermost(old, now, same.end, isKnown)
  if (level === undefined) return "unsafe"
  bookmarks?.follow(same.start, old, now)
  if (level === 0) return undefined
  return isInPermanent(split, level) ? "permanent" : windowAt(split, level, before, same.end)
}

/** Reads what is the same in both: a text at its end may go on in one of them. */
function readSame(scanner: HtmlScanner, same: number, bookmarks: Bookmarks | undefined): void {
  while (scanner.read() !== "end" && scanner.token !== "bad" && scanner.end <= same && (scanner.token !== "text" || scanner.end < same)) {
    scanner.step()
    bookmarks?.note(scanner)
  }
}

/**
 * The depth of the innermost element that is open where the markups part and still is where they are the same again; 0 where there is none.
 * Both are read until they have come to the same place of what is the same, with the same elements open: the rest of one is the rest of the other.
 */
function innermost(before: HtmlScanner, after: HtmlScanner, sameEnd: number, isKnown: boolean): number | undefined {
  let lowest = after.depth
  for (;;) {
    const left = before.html.length - before.end
    const leftAfter = after.html.length - after.end
    if (left === leftAfter && left <= sameEnd && isSameStack(before, after)) break
    const behind = left >= leftAfter ? before : after
    if (behind.read() === "bad" || behind.token === "end") return undefined
    behind.step()
    lowest = Math.min(lowest, behind.depth)
  }
  return isKnown || endsWell(after) ? lowest : undefined
}

function isSameStack(before: HtmlScanner, after: HtmlScanner): boolean {
  if (before.depth !== after.depth) return false
  for (let depth = before.depth; depth > 0; depth--)
    if (before.tags[depth] !== after.tags[depth] || before.insides[depth] !== after.insides[depth]) return false
  return true
}

function endsWell(scanner: HtmlScanner): boolean {
  while (scanner.read() !== "bad" && scanner.token !== "end") scanner.step()
  return scanner.token === "end" && scanner.depth === 0 && scanner.counts[0] === 1
}

function isInPermanent(split: HtmlScanner, level: number): boolean {
  return split.tags
    .slice(1, level + 1)
    .some((tag, index) => isPermanent({ html: split.html, kind: "open", tag, start: split.starts[index + 1] ?? 0, end: 0, within: 0 }))
}

function windowAt(split: HtmlScanner, level: number, before: string, sameEnd: number): Window | "unsafe" {
  const isInnermost = level === split.depth
  const start = isInnermost ? split.start : (split.starts[level + 1] ?? 0)
  const first = (split.counts[level] ?? 0) - (isInnermost ? 0 : 1)
  const parent = { path: split.counts.slice(1, level).map((count) => count - 1), starts: split.starts.slice(1, level + 1) }
  const children = childrenUntilSame(
    new HtmlScanner(before, start, split.tags[level], split.insides[level]),
    new HtmlScanner(split.html, start, split.tags[level], split.insides[level]),
    sameEnd,
  )
  return children ? { parent, first, ...children } : "unsafe"
}

/** The children of both until both have come to the same distance from the end, in what is the same. */
function childrenUntilSame(
  before: HtmlScanner,
  after: HtmlScanner,
  sameEnd: number,
): { before: HtmlNode[]; after: HtmlNode[] } | undefined {
  const children = { before: [] as HtmlNode[], after: [] as HtmlNode[] }
  for (;;) {
    const left = before.html.length - before.end
    const leftAfter = after.html.length - after.end
    if (left === leftAfter && left <= sameEnd) return children
    const isBefore = left >= leftAfter
    const child = nextChild(isBefore ? before : after)
    if (!child) return undefined
    children[isBefore ? "before" : "after"].push(child)
  }
}

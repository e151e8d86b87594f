import type { Difference, Path } from "../protocol.ts"
import { decodedText } from "./html-text.ts"

/** Where a text stands that has changed: what has changed once is likely to change again, and then nothing else is looked at. */
export interface TextPlace {
  /** Characters of markup before the text, and after it. */
  readonly before: number
  readonly after: number
  readonly anchor: string
  readonly path: Path
}

/** In longer markup, bookmarks lead to the place of a change as fast. */
const longest = 16_000

/** The place of the one text in which the markups differ, where the operations say that there is one. */
export function textPlace(before: string, after: string, operations: readonly Difference[]): TextPlace | undefined {
  const [operation] = operations
  if (after.length > longest || operation?.[0] !== 0 || operations.length > 1 || operation[1] === null) return undefined
  const [, anchor, path, text] = operation
  const changed = firstDifference(before, after)
  const start = after.lastIndexOf(">", changed - 1) + 1
  const end = after.indexOf("<", changed)
  const markup = after.slice(start, end)
  // A `>` may stand in a text too: then this is only its end.
  return isPlain(markup) && decodedText(markup) === text ? { before: start, after: after.length - end, anchor, path } : undefined
}

/** The operation that makes the text what it is now. Undefined: something else has changed, or may have. */
export function textDifference(place: TextPlace, before: string, after: string): Difference[] | undefined {
  const end = after.length - place.after
  if (end <= place.before || before.slice(0, place.before) !== after.slice(0, place.before)) return undefined
  if (before.slice(before.length - place.after) !== after.slice(end)) return undefined
  const markup = after.slice(place.before, end)
  const text = isPlain(markup) ? decodedText(markup) : undefined
  return text === undefined ? undefined : [[0, place.anchor, place.path, text]]
}

/** Text that a browser takes as it is written wherever it takes text: no tag, nothing that is replaced, and not only white space. */
function isPlain(markup: string): boolean {
  return !/^\n|[<\r\0]/.test(markup) && markup.trim() !== ""
}

function firstDifference(one: string, other: string): number {
  let at = 0
  while (at < one.length && one.charCodeAt(at) === other.charCodeAt(at)) at++
  return at
}

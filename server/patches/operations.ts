import type { Change, Difference, Path } from "../protocol.ts"
import { decodedText } from "./html-text.ts"
import { startTagEnd } from "./html-scanner.ts"

/** An element: the child positions that lead to it from the root, and where the elements on the way (the root first, itself last) start in the markup after. */
export interface Place {
  readonly path: readonly number[]
  readonly starts: readonly number[]
}

export function childPlace(place: Place, index: number, start: number): Place {
  return { path: [...place.path, index], starts: [...place.starts, start] }
}

/** Whether the attribute ` id="…"` stands on the page not more than once. */
export type IsUnique = (attribute: string) => boolean

/** The operations of one difference, in order, each written from the anchor that makes it shortest. */
export class Operations {
  readonly list: Difference[] = []
  readonly #anchors: string[] = []
  readonly #root: string
  readonly #ids: UniqueIds

  constructor(root: string, before: string, after: string, isUnique: IsUnique) {
    this.#root = root
    this.#ids = new UniqueIds(before, after, isUnique)
  }

  text(place: Place, text: string): void {
    this.#add(place, (anchor, path) => [0, anchor, path, text])
  }

  attributes(place: Place, attributes: Record<string, string | null>): void {
    this.#add(place, (anchor, path) => [1, anchor, path, attributes])
  }

  insert(parent: Place, index: number, html: string): void {
    this.#add(parent, (anchor, path) => [2, anchor, path, index, html])
  }

  remove(parent: Place, index: number, count: number): void {
    this.#add(parent, (anchor, path) => (count === 1 ? [3, anchor, path, index] : [3, anchor, path, index, count]))
  }

  move(parent: Place, from: number, to: number): void {
    this.#add(parent, (anchor, path) => [4, anchor, path, from, to])
  }

  /** The anchor lies above: the element that is replaced may bring its own id. */
  replace(place: Place, html: string): void {
    this.#add({ path: place.path, starts: place.starts.slice(0, -1) }, (anchor, path) => [5, anchor, path, html])
  }

  copy(parent: Place, index: number, source: number, changes: Change[]): void {
    this.#add(parent, (anchor, path) => [6, anchor, path, index, source, changes])
  }

  /** Takes back what was added since there were so many. */
  undo(count: number): void {
    this.list.length = count
    this.#anchors.length = count
  }

  #add(place: Place, write: (anchor: string | null, path: Path) => Difference): void {
    const { anchor, path } = this.#shortest(place)
    const before = this.#anchors[this.#anchors.length - 1]
    this.list.push(write(anchor === before ? null : anchor, asPath(path)))
    this.#anchors.push(anchor)
  }

  #shortest({ path, starts }: Place): { anchor: string; path: readonly number[] } {
    const before = this.#anchors[this.#anchors.length - 1]
    const cost = (anchor: string, rest: readonly number[]) =>
      (anchor === before ? 4 : anchor.length + 2) + String(rest).length + (rest.length === 1 ? 0 : 2)
    let best = { anchor: this.#root, path }
    for (let level = 1; level < starts.length; level++) {
      const rest = path.slice(level)
      const anchor = this.#ids.at(starts[level] ?? 0)
      if (anchor !== undefined && cost(anchor, rest) < cost(best.anchor, best.path)) best = { anchor, path: rest }
    }
    return best
  }
}

function asPath(path: readonly number[]): Path {
  const [first] = path
  return path.length === 1 && first !== undefined ? first : [...path]
}

/** Looking for ids in longer markup takes longer than the bytes that they save. */
const longest = 16_000

/** Ids by which an element can be found: those that stand exactly once in both markups. */
class UniqueIds {
  readonly #before: string
  readonly #after: string
  readonly #isUniqueOnPage: IsUnique
  readonly #known = new Map<string, string | undefined>()
  #counts: { before: Map<string, number>; after: Map<string, number> } | undefined

  constructor(before: string, after: string, isUnique: IsUnique) {
    this.#before = before
    this.#after = after
    this.#isUniqueOnPage = isUnique
  }

  /** Of the element whose start tag is here in the markup after; a text or a comment has none. */
  at(start: number): string | undefined {
    if (this.#after.length > longest || !/<[^!]/.test(this.#after.slice(start, start + 2))) return undefined
    const encoded = / id="([^"]+)"/.exec(this.#after.slice(start, startTagEnd(this.#after, start)))?.[1]
    if (encoded === undefined) return undefined
    if (!this.#known.has(encoded)) this.#known.set(encoded, this.#isUnique(encoded) ? decodedText(encoded) : undefined)
    return this.#known.get(encoded)
  }

  /** A few are looked for; for many, all are counted once. */
  #isUnique(encoded: string): boolean {
    const needle = ` id="${encoded}"`
    if (this.#known.size < 8) return once(this.#before, needle) && once(this.#after, needle) && this.#isUniqueOnPage(needle)
    this.#counts ??= { before: counted(this.#before), after: counted(this.#after) }
    return this.#counts.before.get(encoded) === 1 && this.#counts.after.get(encoded) === 1 && this.#isUniqueOnPage(needle)
  }
}

/** Quotes are entities in text and values, so that this is an attribute wherever it stands. */
function once(html: string, needle: string): boolean {
  const first = html.indexOf(needle)
  return first >= 0 && html.indexOf(needle, first + needle.length) < 0
}

function counted(html: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const [, id = ""] of html.matchAll(/ id="([^"]*)"/g)) counts.set(id, (counts.get(id) ?? 0) + 1)
  return counts
}

import { Bookmarks } from "./bookmarks.ts"
import { HtmlScanner, startTagEnd } from "./html-scanner.ts"
import { isPermanent } from "./html-tree.ts"
import { elementEnd } from "./roots.ts"
import type { TextPlace } from "./text-place.ts"

/**
 * Markup of one element that a page shows, with holes: elements in it that have since been shown something else, each a segment itself.
 * The markup that pages were shown alike stays one string for all of them.
 */
export class Segment {
  /** Undefined: nobody knows what the page shows there. */
  #html: string | undefined
  /** Ordered by position. */
  #holes: { start: number; end: number; segment: Segment }[] = []
  #bookmarks: Bookmarks | undefined
  /** The text that changed last. */
  text: TextPlace | undefined

  constructor(html: string | undefined) {
    this.#html = html
  }

  /** The markup as the page shows it now. */
  get html(): string | undefined {
    if (this.#holes.length === 0 || this.#html === undefined) return this.#html
    const parts: string[] = []
    let at = 0
    for (const { start, end, segment } of this.#holes) {
      const { html } = segment
      if (html === undefined) return undefined
      parts.push(this.#html.slice(at, start), html)
      at = end
    }
    return parts.join("") + this.#html.slice(at)
  }

  set html(html: string | undefined) {
    this.#html = html
    this.#holes = []
    this.#bookmarks = undefined
    this.text = undefined
  }

  /** In the markup, where there are no holes in it. */
  get bookmarks(): Bookmarks | undefined {
    if (this.hasHoles) return undefined
    this.#bookmarks ??= new Bookmarks()
    return this.#bookmarks
  }

  /** What is shown here has become this, by a difference that was found with these bookmarks. */
  become(html: string): void {
    const { bookmarks } = this
    this.html = html
    bookmarks?.turn()
    this.#bookmarks = bookmarks
  }

  get hasHoles(): boolean {
    return this.#holes.length > 0
  }

  /** Whether all that is shown here is known. */
  get isKnown(): boolean {
    return this.#html !== undefined && this.#holes.every(({ segment }) => segment.isKnown)
  }

  /** Whether this is the markup in which the holes are. */
  isMadeOf(html: string): boolean {
    return this.#html === html
  }

  /** The holes are filled with what they show. */
  fill(): void {
    const { html } = this
    this.html = html
  }

  /** Characters held here and in the holes. */
  get size(): number {
    return this.#holes.reduce((size, { segment }) => size + segment.size, this.#html?.length ?? 0)
  }

  /** How often the attribute stands in what is shown. */
  count(attribute: string): number {
    return this.#positions(attribute).length + this.#holes.reduce((count, { segment }) => count + segment.count(attribute), 0)
  }

  /** The element with this attribute, as a segment of its own. Undefined: it is not here, it is the root of this, or it stands in what is left alone. */
  find(attribute: string): Segment | undefined {
    for (const { segment } of this.#holes) {
      if (segment.#isRoot(attribute)) return segment
      const found = segment.find(attribute)
      if (found) return found
    }
    const [position] = this.#positions(attribute)
    return position === undefined ? undefined : this.#cut(position)
  }

  #isRoot(attribute: string): boolean {
    return this.#html?.slice(0, startTagEnd(this.#html, 0)).includes(attribute) ?? false
  }

  /** `<` and quotes are entities in text and values: the attribute belongs to the tag that begins before it. */
  #cut(position: number): Segment | undefined {
    const html = this.#html ?? ""
    const start = html.lastIndexOf("<", position)
    if (start <= 0 || isLeftAlone(html, start)) return undefined
    const end = elementEnd(html, start)
    const segment = new Segment(html.slice(start, end))
    segment.#holes = this.#holes
      .filter((hole) => hole.start >= start && hole.end <= end)
      .map((hole) => ({ ...hole, start: hole.start - start, end: hole.end - start }))
    this.#bookmarks = undefined
    this.#holes = [
      ...this.#holes.filter((hole) => hole.end <= start),
      { start, end, segment },
      ...this.#holes.filter((hole) => hole.start >= end),
    ]
    return segment
  }

  #positions(attribute: string): number[] {
    const html = this.#html ?? ""
    const found: number[] = []
    for (let at = html.indexOf(attribute); at >= 0; at = html.indexOf(attribute, at + 1)) {
      if (!this.#holes.some(({ start, end }) => start <= at && at < end)) found.push(at)
    }
    return found
  }
}

/** Whether the element that starts here is permanent or stands in one that is. */
function isLeftAlone(html: string, start: number): boolean {
  if (!html.includes("permanent")) return false
  const scanner = new HtmlScanner(html)
  while (scanner.read() !== "end" && scanner.token !== "bad" && scanner.start <= start) scanner.step()
  return scanner.tags
    .slice(0, scanner.depth + 1)
    .some((tag, depth) => depth > 0 && isPermanent({ html, kind: "open", tag, start: scanner.starts[depth] ?? 0, end: 0, within: 0 }))
}

import type { HtmlScanner, Mark } from "./html-scanner.ts"

/** Characters that are read again rather than remembered. */
const usualDistance = 16_000

/**
 * Where a scanner stood in the markup that an element was last shown, every so often: to find the place of a change, what is before it is not read
 * from the start again. They follow the markup when it becomes another.
 */
export class Bookmarks {
  #marks: Mark[] = []
  #next: Mark[] | undefined
  readonly #distance: number

  constructor(distance = usualDistance) {
    this.#distance = distance
  }

  /** The last before this position. */
  before(position: number): Mark | undefined {
    return this.#marks.findLast(({ at }) => at < position)
  }

  /** Remembers where the scanner stands, if that is far enough from the last mark before. */
  note(scanner: HtmlScanner): void {
    const index = this.#marks.findLastIndex(({ at }) => at <= scanner.end)
    if (scanner.end - (this.#marks[index]?.at ?? 0) >= this.#distance) this.#marks.splice(index + 1, 0, scanner.mark())
  }

  /** What the markup becomes is the same until `same`, and from where both scanners stand: they have read the markup before and after. */
  follow(same: number, before: HtmlScanner, after: HtmlScanner): void {
    this.#next = this.#marks.flatMap((mark) => (mark.at < same ? [mark] : mark.at < before.end ? [] : [moved(mark, before, after)]))
  }

  /** The markup has become what was followed. */
  turn(): void {
    this.#marks = this.#next ?? this.#marks
    this.#next = undefined
  }
}

/** What has been open since the change may start elsewhere and have more or fewer children; what was opened later is only elsewhere. */
function moved(mark: Mark, before: HtmlScanner, after: HtmlScanner): Mark {
  const by = after.end - before.end
  const isOpenSince = (depth: number) => depth <= before.depth && mark.starts[depth] === before.starts[depth]
  return {
    ...mark,
    at: mark.at + by,
    starts: mark.starts.map((start, depth) => (isOpenSince(depth) ? (after.starts[depth] ?? 0) : start + by)),
    counts: mark.counts.map((count, depth) =>
      isOpenSince(depth) ? count + (after.counts[depth] ?? 0) - (before.counts[depth] ?? 0) : count,
    ),
  }
}

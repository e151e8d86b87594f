/** What pages have seen, added up over pages and processes. */
export interface Seen {
  /** Numbers applied. */
  applied: number
  /** Numbers left out, and nobody told the page. */
  gaps: number
  /** Numbers left out that the page then made up for by rendering itself again. */
  mended: number
  repeats: number
  /** Milliseconds from sending to applying → how often. */
  delays: Record<number, number>
  /** By source. */
  bySource: Record<string, number>
}

export function nothingSeen(): Seen {
  return { applied: 0, gaps: 0, mended: 0, repeats: 0, delays: {}, bySource: {} }
}

/** Judges one page by the numbers that it was sent: each source's follow each other, from what its document was rendered with. */
export class Judge {
  readonly #seen: Seen
  /** What the document has shown. */
  #shown: Record<string, number> = {}
  readonly #last = new Map<string, number>()
  #gaps = 0

  constructor(seen: Seen) {
    this.#seen = seen
  }

  /** The page was rendered: what it says it has, it has. */
  rendered(shown: Record<string, number>): void {
    this.#shown = shown
    this.#last.clear()
    this.#seen.gaps -= this.#gaps
    this.#seen.mended += this.#gaps
    this.#gaps = 0
  }

  applied(source: string, number: number, delay: number): void {
    const seen = this.#seen
    const last = this.#last.get(source)
    const shown = this.#shown[source] ?? 0
    // What was sent while the document was rendered may be in it already, and comes all the same.
    const expected = last === undefined ? Math.min(number, shown + 1) : last + 1
    if (number > expected) this.#gap(number - expected)
    if (number < expected) seen.repeats++
    this.#last.set(source, Math.max(number, last ?? 0))
    seen.applied++
    seen.bySource[source] = (seen.bySource[source] ?? 0) + 1
    const bucket = bucketOf(delay)
    seen.delays[bucket] = (seen.delays[bucket] ?? 0) + 1
  }

  #gap(size: number): void {
    this.#gaps += size
    this.#seen.gaps += size
  }

  /** How many of the numbers that were sent the page does not show. */
  missing(sent: Record<string, number>): number {
    return Object.entries(sent).reduce(
      (sum, [source, number]) => sum + Math.max(0, number - Math.max(this.#last.get(source) ?? 0, this.#shown[source] ?? 0)),
      0,
    )
  }
}

/** Milliseconds up to a hundred, tens up to a second, hundreds from there. */
export function bucketOf(delay: number): number {
  const step = delay < 100 ? 1 : delay < 1_000 ? 10 : 100
  return Math.max(0, Math.ceil(delay / step) * step)
}

export function percentile(delays: Record<number, number>, share: number): number {
  const buckets = Object.entries(delays)
    .map(([delay, count]): [number, number] => [Number(delay), count])
    .sort(([one], [other]) => one - other)
  let left = buckets.reduce((sum, [, count]) => sum + count, 0) * share
  for (const [delay, count] of buckets) {
    left -= count
    if (left <= 0) return delay
  }
  return Number.NaN
}

export function addDelays(into: Record<number, number>, from: Record<number, number>): void {
  for (const [delay, count] of Object.entries(from)) into[Number(delay)] = (into[Number(delay)] ?? 0) + count
}

/** So many a second, with bursts: the limit of one page, looked at for each of its events. https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm */
export class TokenBucket {
  readonly #interval: number
  readonly #tolerance: number
  readonly #now: () => number
  /** When everything that was taken will have been earned. */
  #earned = 0

  /** The clock must not go back. */
  constructor(perSecond: number, burst: number, now = monotonic) {
    this.#interval = 1000 / perSecond
    this.#tolerance = (burst - 1) * this.#interval
    this.#now = now
  }

  /** Takes one and gives 0, or gives the milliseconds until there is one. */
  take(): number {
    const now = this.#now()
    const earned = Math.max(this.#earned, now)
    const wait = earned - now - this.#tolerance
    if (wait > 0) return Math.ceil(wait)
    this.#earned = earned + this.#interval
    return 0
  }
}

function monotonic(): number {
  return performance.now()
}

import { TokenBucket } from "../operations/rate-limits.ts"

/** Events a second from one page, and how many at once. */
const rate = { perSecond: 20, burst: 40 }
/** Refusals that a page may get without heeding them. */
const refusals = 200

/** How often one page may call. */
export class EventRate {
  readonly #bucket = new TokenBucket(rate.perSecond, rate.burst)
  #refused = 0

  /** 0, or milliseconds to wait. */
  take(): number {
    const wait = this.#bucket.take()
    if (wait === 0) this.#refused = 0
    return wait
  }

  /** Counts a refusal; true where the page has not heeded so many that it is to be cut. */
  refuse(): boolean {
    this.#refused += 1
    return this.#refused > refusals
  }
}

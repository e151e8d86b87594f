import { type Rate, type RateLimit, type Taken, TokenBucket } from "../operations/rate-limits.ts"

/** Refusals that a page may get without heeding them. */
const refusals = 200
/** Frames of any kind, for every event that a page may send: more than it has reason to. */
const framesAnEvent = 10

/** How often one page may call, and all the pages of its address. */
export class EventRate {
  readonly #page: TokenBucket
  readonly #frames: TokenBucket
  readonly #resumptions: TokenBucket
  readonly #pages: RateLimit
  readonly #address: string
  #refused = 0

  constructor({ page, address: pages }: { page: Rate; address: RateLimit }, address: string) {
    this.#page = new TokenBucket(page.perSecond, page.burst)
    this.#frames = new TokenBucket(page.perSecond * framesAnEvent, page.burst * framesAnEvent)
    this.#resumptions = new TokenBucket(page.perSecond, page.burst)
    this.#pages = pages
    this.#address = address
  }

  /** Counts a frame; false where there were so many that what they hold is not looked at. */
  takeFrame(): boolean {
    return this.#frames.take() === 0
  }

  /** Counts a resumption, which may be answered with all that rooms remember; false where there were so many that none is answered. */
  takeResumption(): boolean {
    return this.#resumptions.take() === 0
  }

  /** 0, or milliseconds to wait; no promise where nobody has to be asked. */
  take(): number | Promise<number> {
    const wait = this.#page.take()
    if (wait > 0) return wait
    const taken = this.#pages.take(this.#address)
    return taken instanceof Promise ? taken.then((later) => this.#waitAfter(later)) : this.#waitAfter(taken)
  }

  #waitAfter(taken: Taken): number {
    if ("retry" in taken) return taken.retry
    this.#refused = 0
    return 0
  }

  /** Counts a refusal; true where the page has not heeded so many that it is to be cut. */
  refuse(): boolean {
    this.#refused += 1
    return this.#refused > refusals
  }
}

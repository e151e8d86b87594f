import type { Reply } from "../protocol.ts"
import { BoundedMap, type Bounds } from "../operations/bounded-map.ts"
import { claimLimits, type Claimed, type ClaimOptions, type Claims } from "./claims.ts"
import { Replies } from "./replies.ts"

/** The claims of one process. A node that dies takes them along, and with it the only one that could run the event again. */
export class MemoryClaims implements Claims {
  readonly #running = new Map<string, Promise<Claimed>>()
  /** By document. As they are, not as JSON: what the page was shown is the same strings. */
  readonly #done: BoundedMap<Replies>

  constructor({ count = 100_000, bytes = 64_000_000, now = Date.now }: Partial<Bounds> = {}) {
    this.#done = new BoundedMap({ count, bytes, now })
  }

  /** How many events are being run. */
  get running(): number {
    return this.#running.size
  }

  run(eventId: string, _options: ClaimOptions, work: () => Promise<Reply>): Promise<Claimed> {
    return this.remember(eventId, work)
  }

  /** As `run`, also for work that finds out that the event was done elsewhere. */
  remember(eventId: string, work: () => Promise<Claimed>): Promise<Claimed> {
    const running = this.#running.get(eventId)
    if (running) return running
    const { document, number } = partsOf(eventId)
    const done = this.#done.get(document)?.get(number)
    if (done !== undefined) return Promise.resolve(done)
    const started = this.#start(eventId, work)
    this.#running.set(eventId, started)
    return started
  }

  async close(): Promise<void> {
    this.#done.clear()
  }

  async #start(eventId: string, work: () => Promise<Claimed>): Promise<Claimed> {
    await undefined // It is noted that it runs before it does: it may throw at once.
    try {
      const claimed = await work()
      this.#keep(eventId, claimed)
      return claimed
    } finally {
      this.#running.delete(eventId)
    }
  }

  #keep(eventId: string, claimed: Claimed): void {
    const { document, number } = partsOf(eventId)
    const replies = this.#done.get(document) ?? new Replies()
    const size = sizeOf(claimed)
    if (size <= claimLimits.bytes) replies.add(number, claimed, size)
    else replies.add(number, "refresh", 0)
    this.#done.set(document, replies, claimLimits.age, 2 * (document.length + replies.size))
  }
}

/** An event is known by its document and its number. One that has no number is a document of its own. */
function partsOf(eventId: string): { document: string; number: number } {
  const end = eventId.lastIndexOf(":")
  const number = end < 0 ? Number.NaN : Number(eventId.slice(end + 1))
  return Number.isSafeInteger(number) && number > 0 ? { document: eventId.slice(0, end), number } : { document: eventId, number: 1 }
}

/** Roughly the length of its JSON, which is not written for that. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + 3
  if (typeof value !== "object" || value === null) return 8
  let size = 2
  for (const key in value) size += sizeOf(Reflect.get(value, key)) + (Array.isArray(value) ? 0 : key.length + 3)
  return size
}

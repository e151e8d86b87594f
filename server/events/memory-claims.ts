import type { Reply } from "../protocol.ts"
import { BoundedMap, type Bounds } from "../operations/bounded-map.ts"
import { claimLimits, type Claimed, type ClaimOptions, type Claims } from "./claims.ts"

/** The claims of one process. A node that dies takes them along, and with it the only one that could run the event again. */
export class MemoryClaims implements Claims {
  readonly #running = new Map<string, Promise<Claimed>>()
  /** As they are, not as JSON: what the page was shown is the same strings. */
  readonly #done: BoundedMap<Claimed>

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
    const done = this.#done.get(eventId)
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
      const size = sizeOf(claimed)
      const isKept = size <= claimLimits.bytes
      this.#done.set(eventId, isKept ? claimed : "refresh", claimLimits.age, 2 * (eventId.length + (isKept ? size : 0)))
      return claimed
    } finally {
      this.#running.delete(eventId)
    }
  }
}

/** Roughly the length of its JSON, which is not written for that. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length + 3
  if (typeof value !== "object" || value === null) return 8
  let size = 2
  for (const key in value) size += sizeOf(Reflect.get(value, key)) + (Array.isArray(value) ? 0 : key.length + 3)
  return size
}

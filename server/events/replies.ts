import { limits } from "../protocol.ts"
import type { Claimed } from "./claims.ts"

/** A page has few events under way, one but for those of concurrent handlers. Whoever has more than so many is told to render itself again. */
const most = 16

/** The replies to the last events of one document, by their numbers; of those before it is known which were run. */
export class Replies {
  readonly #replies = new Map<number, Claimed>()
  readonly #sizes: number[] = []
  /** No event up to this number is run any more, but for those that others have passed. */
  #floor = 0
  /** Of a page whose events are concurrent; no more than wait in a browser. */
  readonly #passed = new Set<number>()
  /** Bytes of the replies. */
  size = 0

  get(number: number): Claimed | undefined {
    return this.#replies.get(number) ?? (number <= this.#floor && !this.#passed.has(number) ? "refresh" : undefined)
  }

  add(number: number, reply: Claimed, size: number): void {
    this.#passed.delete(number)
    this.#replies.set(number, reply)
    this.#sizes.push(size)
    this.size += size
    if (this.#sizes.length > most) this.#dropFirst()
  }

  #dropFirst(): void {
    const [first = 0] = this.#replies.keys()
    this.#replies.delete(first)
    for (let number = Math.max(this.#floor + 1, first - limits.queue); number < first; number++) this.#pass(number)
    this.#floor = Math.max(this.#floor, first)
    this.size -= this.#sizes.shift() ?? 0
  }

  #pass(number: number): void {
    if (this.#replies.has(number)) return
    this.#passed.add(number)
    const [oldest] = this.#passed
    if (this.#passed.size > limits.queue && oldest !== undefined) this.#passed.delete(oldest)
  }
}

import type { Claimed } from "./claims.ts"

/** A page has one event under way. Whoever has more than so many is no browser, and is told to render itself again. */
const most = 16

/** The replies to the last events of one document, by their numbers; of those before it is known that they were run. */
export class Replies {
  readonly #replies = new Map<number, Claimed>()
  readonly #sizes: number[] = []
  /** No event up to this number is run any more. */
  #floor = 0
  /** Bytes of the replies. */
  size = 0

  get(number: number): Claimed | undefined {
    return this.#replies.get(number) ?? (number <= this.#floor ? "refresh" : undefined)
  }

  add(number: number, reply: Claimed, size: number): void {
    this.#replies.set(number, reply)
    this.#sizes.push(size)
    this.size += size
    if (this.#sizes.length > most) this.#dropFirst()
  }

  #dropFirst(): void {
    const [first = 0] = this.#replies.keys()
    this.#replies.delete(first)
    this.#floor = Math.max(this.#floor, first)
    this.size -= this.#sizes.shift() ?? 0
  }
}

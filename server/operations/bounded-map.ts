interface Held<Value> {
  readonly key: string
  readonly value: Value
  readonly bytes: number
  readonly expires: number
  older: Held<Value> | undefined
  newer: Held<Value> | undefined
}

export interface Bounds {
  /** Entries. */
  count: number
  bytes?: number
  now?: () => number
}

/**
 * A map that forgets: what has expired, and when it is full, what was used least recently. It has no timer: reading and writing keep it tidy.
 * The order of use is a list of its own; a Map that loses its first entries again and again takes ever longer to find the next.
 */
export class BoundedMap<Value> {
  readonly #held = new Map<string, Held<Value>>()
  readonly #count: number
  readonly #limit: number
  readonly #now: () => number
  readonly #forgotten: (key: string, value: Value) => void
  #oldest: Held<Value> | undefined
  #newest: Held<Value> | undefined
  #bytes = 0

  /** `forgotten` is told what the map forgets by itself. */
  constructor(
    { count, bytes = Number.POSITIVE_INFINITY, now = Date.now }: Bounds,
    forgotten: (key: string, value: Value) => void = () => undefined,
  ) {
    this.#count = count
    this.#limit = bytes
    this.#now = now
    this.#forgotten = forgotten
  }

  get size(): number {
    return this.#held.size
  }

  get bytes(): number {
    return this.#bytes
  }

  /** Counts as a use. */
  get(key: string): Value | undefined {
    const held = this.#living(key)
    if (held && held !== this.#newest) {
      this.#unlink(held)
      this.#link(held)
    }
    return held?.value
  }

  /** Does not count as a use. */
  peek(key: string): Value | undefined {
    return this.#living(key)?.value
  }

  /** Keeps the value for so many milliseconds. */
  set(key: string, value: Value, lifetime: number, bytes = 0): void {
    this.delete(key)
    const held = { key, value, bytes, expires: this.#now() + lifetime, older: undefined, newer: undefined }
    this.#held.set(key, held)
    this.#link(held)
    this.#bytes += bytes
    this.tidy()
  }

  delete(key: string): boolean {
    const held = this.#held.get(key)
    if (held) this.#remove(held)
    return held !== undefined
  }

  clear(): void {
    this.#held.clear()
    this.#oldest = this.#newest = undefined
    this.#bytes = 0
  }

  /** What has not expired, with the time at which it will, the least recently used first. */
  entries(): [key: string, value: Value, expires: number][] {
    const now = this.#now()
    const entries: [string, Value, number][] = []
    for (let held = this.#oldest; held; held = held.newer) if (held.expires > now) entries.push([held.key, held.value, held.expires])
    return entries
  }

  /** Forgets, from the least recently used on, what has expired and what is too much. */
  tidy(): void {
    const now = this.#now()
    while (this.#oldest && (this.#held.size > this.#count || this.#bytes > this.#limit || this.#oldest.expires <= now))
      this.#forget(this.#oldest)
  }

  #living(key: string): Held<Value> | undefined {
    const held = this.#held.get(key)
    if (!held || held.expires > this.#now()) return held
    this.#forget(held)
    return undefined
  }

  #forget(held: Held<Value>): void {
    this.#remove(held)
    this.#forgotten(held.key, held.value)
  }

  #remove(held: Held<Value>): void {
    this.#held.delete(held.key)
    this.#unlink(held)
    this.#bytes -= held.bytes
  }

  #link(held: Held<Value>): void {
    held.older = this.#newest
    held.newer = undefined
    if (this.#newest) this.#newest.newer = held
    this.#newest = held
    this.#oldest ??= held
  }

  #unlink(held: Held<Value>): void {
    if (held.older) held.older.newer = held.newer
    else this.#oldest = held.newer
    if (held.newer) held.newer.older = held.older
    else this.#newest = held.older
  }
}

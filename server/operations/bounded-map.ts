interface Held<Value> {
  value: Value
  bytes: number
  expires: number
}

export interface Bounds {
  /** Entries. */
  count: number
  bytes?: number
  now?: () => number
}

/** A map that forgets: what has expired, and when it is full, what was used least recently. It has no timer: reading and writing keep it tidy. */
export class BoundedMap<Value> {
  /** Ordered by use, the latest at the end. */
  readonly #held = new Map<string, Held<Value>>()
  readonly #bounds: Required<Bounds>
  #bytes = 0

  constructor({ count, bytes = Number.POSITIVE_INFINITY, now = Date.now }: Bounds) {
    this.#bounds = { count, bytes, now }
  }

  get size(): number {
    return this.#held.size
  }

  get bytes(): number {
    return this.#bytes
  }

  get(key: string): Value | undefined {
    const held = this.#held.get(key)
    if (!held) return undefined
    if (held.expires <= this.#bounds.now()) return void this.delete(key)
    this.#held.delete(key)
    this.#held.set(key, held)
    return held.value
  }

  /** Keeps the value for so many milliseconds. */
  set(key: string, value: Value, lifetime: number, bytes = 0): void {
    this.delete(key)
    this.#held.set(key, { value, bytes, expires: this.#bounds.now() + lifetime })
    this.#bytes += bytes
    this.#dropOldest()
  }

  delete(key: string): boolean {
    this.#bytes -= this.#held.get(key)?.bytes ?? 0
    return this.#held.delete(key)
  }

  clear(): void {
    this.#held.clear()
    this.#bytes = 0
  }

  /** What has not expired, with the time at which it will. */
  entries(): [key: string, value: Value, expires: number][] {
    const now = this.#bounds.now()
    return [...this.#held].flatMap(([key, { value, expires }]) => (expires > now ? [[key, value, expires]] : []))
  }

  /** The one used least recently goes if it has expired, as do as many as are too many. */
  #dropOldest(): void {
    const now = this.#bounds.now()
    for (const [key, { expires }] of this.#held) {
      if (this.#held.size <= this.#bounds.count && this.#bytes <= this.#bounds.bytes && expires > now) return
      this.delete(key)
    }
  }
}

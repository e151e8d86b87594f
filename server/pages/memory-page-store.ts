import { BoundedMap, type Bounds } from "../operations/bounded-map.ts"
import { recordOf, type PageRecord, type PageStore } from "./page-store.ts"

/** A record as it is written to disk: room, JSON of the record, time at which it expires. */
export type StoredPage = [room: string, json: string, expires: number]

/** The records of the one process that serves an application without Redis: as JSON, so that what is saved cannot change afterwards. */
export class MemoryPageStore implements PageStore {
  readonly #pages: BoundedMap<string>
  readonly #now: () => number

  constructor({ count = 100_000, bytes = 256_000_000, now = Date.now }: Partial<Bounds> = {}) {
    this.#pages = new BoundedMap({ count, bytes, now })
    this.#now = now
  }

  get size(): number {
    return this.#pages.size
  }

  async load(room: string): Promise<PageRecord | undefined> {
    const json = this.#pages.get(room)
    return json === undefined ? undefined : recordOf(json)
  }

  async save(room: string, record: PageRecord, ttlSeconds: number): Promise<void> {
    const json = JSON.stringify(record)
    this.#pages.set(room, json, ttlSeconds * 1000, 2 * (room.length + json.length))
  }

  async delete(room: string): Promise<void> {
    this.#pages.delete(room)
  }

  async close(): Promise<void> {
    this.#pages.clear()
  }

  /** For the disk. */
  entries(): StoredPage[] {
    return this.#pages.entries()
  }

  /** From the disk: what is not a record is left out. */
  restore(entries: unknown): void {
    for (const [room, json, expires] of storedPages(entries)) {
      this.#pages.set(room, json, expires - this.#now(), 2 * (room.length + json.length))
    }
  }
}

function storedPages(entries: unknown): StoredPage[] {
  return Array.isArray(entries) ? entries.filter(isStoredPage) : []
}

function isStoredPage(entry: unknown): entry is StoredPage {
  if (!Array.isArray(entry)) return false
  const [room, json, expires]: unknown[] = entry
  return typeof room === "string" && typeof json === "string" && json.startsWith('{"states":') && typeof expires === "number"
}

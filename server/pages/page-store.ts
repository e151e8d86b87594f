import type { Json } from "../events/state.ts"
import type { Patch } from "../protocol.ts"

/** What is kept of an open page, so that it can be rendered again: after a reconnection, a refresh, or the loss of a server. */
export interface PageRecord {
  /** Name of a piece of state → its value. */
  states: Record<string, Json>
  /** The author's rooms that the page is in. */
  rooms: string[]
  /** Those of them that the `rooms` option of its page gave it, and the address that it was rendered for then. */
  granted: { url: string; rooms: readonly string[] }
  /** What the answers of forms without script have opened on it. */
  opened?: readonly Patch[]
  /** Path and query. */
  url: string
  /** Id of the session. */
  session: string
}

/** The records of the open pages, by room. Rejects when its store does not answer. */
export interface PageStore {
  load(room: string): Promise<PageRecord | undefined>
  /** Keeps a copy of the record for so many seconds. */
  save(room: string, record: PageRecord, ttlSeconds: number): Promise<void>
  delete(room: string): Promise<void>
  close(): Promise<void>
}

/** The record in a stored text. */
export function recordOf(json: string): PageRecord {
  return JSON.parse(json) as PageRecord // The store holds nothing but what `save` wrote.
}

import { Store, type SessionData } from "express-session"

import { BoundedMap, type Bounds } from "../operations/bounded-map.ts"
import type { Held, ImmediateStore } from "./watched-store.ts"

/** A session as it is written to disk: id, JSON, time at which it expires. */
export type StoredSession = [id: string, json: string, expires: number]

/** The sessions of the one process that serves an application without Redis: as JSON, bounded in number, the least recently used forgotten first. */
export class MemorySessionStore extends Store implements ImmediateStore {
  readonly #sessions: BoundedMap<string>
  readonly #lifetime: number
  readonly #now: () => number

  /** `lifetime`: milliseconds after its last use, for a session whose cookie does not say. */
  constructor({ lifetime, count = 100_000, now = Date.now }: { lifetime: number } & Partial<Bounds>) {
    super()
    this.#sessions = new BoundedMap({ count, now })
    this.#lifetime = lifetime
    this.#now = now
  }

  held(id: string): Held | undefined {
    const json = this.#sessions.get(id)
    return json === undefined ? undefined : () => sessionOf(json)
  }

  get(id: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    const json = this.#sessions.get(id)
    queueMicrotask(() => callback(null, json === undefined ? null : sessionOf(json)))
  }

  set(id: string, session: SessionData, callback?: (error?: unknown) => void): void {
    const json = JSON.stringify(session)
    this.#sessions.set(id, json, this.#left(session))
    if (callback) queueMicrotask(callback)
  }

  override touch(id: string, session: SessionData, callback?: () => void): void {
    const json = this.#sessions.get(id)
    if (json !== undefined) this.#sessions.set(id, JSON.stringify({ ...sessionOf(json), cookie: session.cookie }), this.#left(session))
    if (callback) queueMicrotask(callback)
  }

  destroy(id: string, callback?: (error?: unknown) => void): void {
    this.#sessions.delete(id)
    if (callback) queueMicrotask(callback)
  }

  /** For the disk. */
  entries(): StoredSession[] {
    return this.#sessions.entries()
  }

  /** From the disk: what is not a session is left out. */
  restore(entries: unknown): void {
    const stored: unknown[] = Array.isArray(entries) ? entries : []
    for (const [id, json, expires] of stored.filter(isStoredSession)) this.#sessions.set(id, json, expires - this.#now())
  }

  #left(session: SessionData): number {
    const expires = session.cookie?.expires
    return expires ? new Date(expires).getTime() - this.#now() : this.#lifetime
  }
}

function isStoredSession(entry: unknown): entry is StoredSession {
  if (!Array.isArray(entry)) return false
  const [id, json, expires]: unknown[] = entry
  return typeof id === "string" && typeof json === "string" && json.startsWith("{") && typeof expires === "number"
}

function sessionOf(json: string): SessionData {
  return JSON.parse(json) as SessionData // The store holds nothing but what `set` wrote.
}

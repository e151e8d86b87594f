import { Store, type SessionData } from "express-session"

import { BoundedMap, type Bounds } from "../operations/bounded-map.ts"
import { dataOf } from "./open-session.ts"
import type { Held, ImmediateStore } from "./watched-store.ts"

/** A session as it is written to disk: id, JSON, time at which it expires. */
export type StoredSession = [id: string, json: string, expires: number]

/**
 * The sessions of the one process that serves an application without Redis: as JSON, bounded in number, the least recently used forgotten first.
 * Those that hold nothing yet are counted by themselves: whoever loads pages without a cookie makes as many as they like.
 */
export class MemorySessionStore extends Store implements ImmediateStore {
  readonly #sessions: BoundedMap<string>
  readonly #empty: BoundedMap<string>
  readonly #lifetime: number
  readonly #now: () => number

  /** `lifetime`: milliseconds after its last use, for a session whose cookie does not say. */
  constructor({ lifetime, count = 100_000, now = Date.now }: { lifetime: number } & Partial<Bounds>) {
    super()
    this.#sessions = new BoundedMap({ count, now })
    this.#empty = new BoundedMap({ count, now })
    this.#lifetime = lifetime
    this.#now = now
  }

  held(id: string): Held | undefined {
    const json = this.#json(id)
    return json === undefined ? undefined : () => sessionOf(json)
  }

  get(id: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    const json = this.#json(id)
    queueMicrotask(() => callback(null, json === undefined ? null : sessionOf(json)))
  }

  set(id: string, session: SessionData, callback?: (error?: unknown) => void): void {
    this.#keep(id, session, this.#left(session))
    if (callback) queueMicrotask(callback)
  }

  override touch(id: string, session: SessionData, callback?: () => void): void {
    const json = this.#json(id)
    if (json !== undefined) this.#keep(id, { ...sessionOf(json), cookie: session.cookie }, this.#left(session))
    if (callback) queueMicrotask(callback)
  }

  destroy(id: string, callback?: (error?: unknown) => void): void {
    this.#sessions.delete(id)
    this.#empty.delete(id)
    if (callback) queueMicrotask(callback)
  }

  /** For the disk. */
  entries(): StoredSession[] {
    return [...this.#empty.entries(), ...this.#sessions.entries()]
  }

  /** From the disk: what is not a session is left out. */
  restore(entries: unknown): void {
    const stored: unknown[] = Array.isArray(entries) ? entries : []
    for (const [id, json, expires] of stored.filter(isStoredSession)) this.#keep(id, sessionOf(json), expires - this.#now())
  }

  #json(id: string): string | undefined {
    return this.#sessions.get(id) ?? this.#empty.get(id)
  }

  #keep(id: string, session: SessionData, left: number): void {
    const [kept, other] = Object.keys(dataOf(session)).length ? [this.#sessions, this.#empty] : [this.#empty, this.#sessions]
    other.delete(id)
    kept.set(id, JSON.stringify(session), left)
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

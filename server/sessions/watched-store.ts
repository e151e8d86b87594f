import { Store, type SessionData } from "express-session"

import { BoundedMap } from "../operations/bounded-map.ts"

/** `ended`: logged out, or replaced at a login. `changed`: it holds something else than before. */
export type SessionEvent = "ended" | "changed"
export type SessionListener = (event: SessionEvent, id: string) => void

/** Carries what happens to sessions between the nodes of an application. */
export interface SessionBus {
  publish(event: SessionEvent, id: string): void
  subscribe(listener: SessionListener): void
  close(): Promise<void>
}

/** How long an ended session is remembered, in milliseconds: longer than any request takes. */
const remembered = 600_000

/** A store that tells what happens in it, and in which a session that has ended cannot be brought back by a request that was under way. */
export class WatchedStore extends Store {
  readonly #store: Store
  readonly #listeners = new Set<SessionListener>()
  readonly #ended = new BoundedMap<true>({ count: 100_000 })

  constructor(store: Store) {
    super()
    this.#store = store
  }

  watch(listener: SessionListener): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Another node says what happened there. */
  heard(event: SessionEvent, id: string): void {
    if (event === "ended") this.#ended.set(id, true, remembered)
  }

  get(id: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    if (this.#ended.get(id)) queueMicrotask(() => callback(null, null))
    else this.#store.get(id, callback)
  }

  set(id: string, session: SessionData, callback: (error?: unknown) => void = ignore): void {
    if (this.#ended.get(id)) queueMicrotask(callback)
    else this.#store.set(id, session, (error) => this.#written(id, error, callback))
  }

  override touch(id: string, session: SessionData, callback: () => void = ignore): void {
    if (this.#ended.get(id) || !this.#store.touch) queueMicrotask(callback)
    else this.#store.touch(id, session, callback)
  }

  /** Ended for this node at once, also when the store does not answer. */
  destroy(id: string, callback: (error?: unknown) => void = ignore): void {
    this.#ended.set(id, true, remembered)
    this.#store.destroy(id, (error) => {
      this.#tell("ended", id)
      callback(error)
    })
  }

  #written(id: string, error: unknown, callback: (error?: unknown) => void): void {
    if (!error) this.#tell("changed", id)
    callback(error)
  }

  #tell(event: SessionEvent, id: string): void {
    for (const listener of this.#listeners) listener(event, id)
  }
}

function ignore(): void {}

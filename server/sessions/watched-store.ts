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

/** What a store holds of a session: it is read when somebody looks into it. */
export type Held = () => SessionData

/** A store that nobody has to wait for. */
export interface ImmediateStore {
  held(id: string): Held | undefined
}

/** How long an ended session is remembered, in milliseconds: longer than any request takes. */
export const remembered = 600_000

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

  /** What the store holds; a promise where it has to be waited for. */
  held(id: string): Held | undefined | Promise<Held | undefined> {
    if (this.#ended.get(id)) return undefined
    return isImmediate(this.#store) ? this.#store.held(id) : this.#heldLater(id)
  }

  #heldLater(id: string): Promise<Held | undefined> {
    return new Promise((resolve, reject) => {
      this.#store.get(id, (error, stored) => (error ? reject(error) : resolve(stored ? () => stored : undefined)))
    })
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

function isImmediate(store: Store): store is Store & ImmediateStore {
  return "held" in store
}

function ignore(): void {}

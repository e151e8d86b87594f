import type { Logger } from "pino"

import { LivePage } from "../events/live-page.ts"
import type { PageRequest } from "../events/context.ts"
import type { Json } from "../events/state.ts"
import { BoundedMap, type Bounds } from "../operations/bounded-map.ts"
import type { PageRecord, PageStore } from "./page-store.ts"

/** Milliseconds for which a node remembers what a page that has gone was shown. */
const grace = 120_000
/** Seconds for which the state of a page that has gone is kept. */
export const stateLifetime = 3_600
/** Milliseconds after which the state of a page that is still open is kept anew. */
const renewal = stateLifetime * 500
/** Documents that a node remembers though nobody has connected for them, and bytes of those: anybody can load as many as the server gives. */
const usual = { count: 20_000, bytes: 64_000_000 }

/** The open pages that this node serves, and the store from which it takes up a page that another served before. */
export class LivePages {
  readonly #pages = new Map<string, LivePage>()
  /** Session → its pages. */
  readonly #sessions = new Map<string, Set<LivePage>>()
  /** Those that were loaded last. */
  readonly #loaded: BoundedMap<LivePage>
  readonly #store: PageStore
  readonly #logger: Logger
  readonly #sweeping: NodeJS.Timeout
  /** Whether other nodes may have changed what this one remembers. */
  readonly #shared: boolean
  readonly #saved = new WeakMap<LivePage, number>()
  /** Changed, and the store does not have it: it does not answer, or it need not know while this node does. */
  readonly #unsaved = new Set<LivePage>()

  constructor(store: PageStore, logger: Logger, shared: boolean, loaded: Bounds = usual) {
    this.#loaded = new BoundedMap(loaded, (_room, page) => page.document === "" && this.#leave(page))
    this.#store = store
    this.#shared = shared
    this.#logger = logger
    this.#sweeping = setInterval(() => this.#sweep(), 10_000).unref()
  }

  get size(): number {
    return this.#pages.size
  }

  /** Events that are run or wait for their turn. */
  get waiting(): number {
    let sum = 0
    for (const page of this.#pages.values()) sum += page.queue.length
    return sum
  }

  [Symbol.iterator](): IterableIterator<LivePage> {
    return this.#pages.values()
  }

  get(room: string): LivePage | undefined {
    return this.#pages.get(room)
  }

  open(page: LivePage): LivePage {
    this.#pages.set(page.room, page)
    const pages = this.#sessions.get(page.sessionId) ?? new Set()
    this.#sessions.set(page.sessionId, pages.add(page))
    if (page.document === "") this.#loaded.set(page.room, page, Number.POSITIVE_INFINITY, sizeOf(page))
    return page
  }

  /** Sessions that pages are open for. */
  get sessions(): string[] {
    return [...this.#sessions.keys()]
  }

  ofSession(id: string): LivePage[] {
    return [...(this.#sessions.get(id) ?? [])]
  }

  /** Forgets a page whose session has ended: nobody can ask for it any more. */
  async drop(page: LivePage): Promise<void> {
    this.#forget(page)
    await this.#store.delete(page.room)
  }

  /** The page as this node or the store knows it; undefined where both have forgotten it. */
  async find(room: string, sessionId: string, request: PageRequest, lang: string): Promise<LivePage | undefined> {
    const known = this.#pages.get(room)
    // It is the last of the loaded to be forgotten now.
    this.#loaded.get(room)
    if (known && (known.socket || !this.#shared || this.#unsaved.has(known))) return known
    const record = await this.#store.load(room).catch((error: unknown) => {
      // The store does not answer: what this node knows is the newest that can be had.
      if (!known) throw error
      return undefined
    })
    if (!record) return this.#pages.get(room)
    const page = this.#pages.get(room) ?? this.open(new LivePage({ room, sessionId, request, lang }))
    if (!page.socket) this.#takeUp(page, record)
    return page
  }

  /** Keeps what the page cannot be rendered without. Where no other node can ask for it, it is written when this one forgets the page. */
  save(page: LivePage): void | Promise<void> {
    if (this.#shared) return this.#keep(page)
    this.#unsaved.add(page)
  }

  /** What the store does not take now it is given when it is back: an event that has run is not undone by that. */
  async #keep(page: LivePage): Promise<void> {
    if (hasNothing(page) && !this.#saved.has(page)) return
    try {
      await this.#write(page)
      this.#unsaved.delete(page)
    } catch (error) {
      this.#logger.debug({ err: error }, "a page's state was not kept yet")
      this.#unsaved.add(page)
    }
  }

  /** The store is back, or may be. */
  async storeReturned(): Promise<void> {
    for (const page of this.#unsaved) await this.#keep(page)
  }

  async #write(page: LivePage): Promise<void> {
    this.#saved.set(page, Date.now())
    await this.#store.save(page.room, recordOf(page), stateLifetime)
  }

  /** Another node has kept something else of a page whose socket is here: that is taken up. What this node itself keeps meanwhile is newer. */
  async takeUpAgain(page: LivePage): Promise<boolean> {
    if (!this.#shared || this.#unsaved.has(page)) return false
    const before = keptOf(page)
    const record = await this.#store.load(page.room)
    if (keptOf(page) !== before) return this.takeUpAgain(page)
    if (record) this.#takeUp(page, record)
    return record !== undefined
  }

  async close(): Promise<void> {
    clearInterval(this.#sweeping)
    // Another node may have gone on with pages of this one: what it keeps is newer.
    await Promise.all([...(this.#shared ? this.#unsaved : this.#pages.values())].map((page) => this.#keep(page)))
    for (const page of this.#pages.values()) this.#forget(page)
  }

  #sweep(): void {
    const before = Date.now() - grace
    for (const page of this.#pages.values()) {
      if (page.socket) this.#renew(page)
      else if (page.seen <= before) this.#leave(page)
    }
    if (this.#shared) void this.storeReturned()
  }

  /** An open page that does nothing for hours has its state all the same. */
  #renew(page: LivePage): void {
    if (Date.now() - (this.#saved.get(page) ?? 0) > renewal) void this.#keep(page)
  }

  /** The page may come back later than this node remembers it. */
  #leave(page: LivePage): void {
    if (!this.#shared && this.#unsaved.has(page)) void this.#keep(page)
    this.#forget(page)
  }

  #takeUp(page: LivePage, { states, rooms, granted, opened = [] }: PageRecord): void {
    page.states.clear()
    for (const [name, value] of Object.entries(states)) page.states.set(name, JSON.stringify(value))
    page.rooms.clear()
    for (const room of rooms) page.rooms.add(room)
    page.granted = granted
    page.opened = opened
    // It is renewed as if it had been saved by this node.
    this.#saved.set(page, 0)
  }

  #forget(page: LivePage): void {
    this.#pages.delete(page.room)
    this.#loaded.delete(page.room)
    this.#unsaved.delete(page)
    const pages = this.#sessions.get(page.sessionId)
    pages?.delete(page)
    if (pages?.size === 0) this.#sessions.delete(page.sessionId)
    page.leave()
  }
}

function recordOf(page: LivePage): PageRecord {
  const states = Object.fromEntries([...page.states].map(([name, json]): [string, Json] => [name, JSON.parse(json)]))
  const { granted, sessionId: session, request, opened } = page
  return { states, rooms: [...page.rooms], granted, url: request.url, session, ...(opened.length ? { opened } : {}) }
}

function hasNothing({ states, rooms, granted, opened }: LivePage): boolean {
  return states.size === 0 && rooms.size === 0 && granted.url === "" && opened.length === 0
}

/** What is kept of a page, to be compared. */
export function keptOf({ states, rooms, granted, opened }: LivePage): string {
  return JSON.stringify([[...states], [...rooms], granted, opened])
}

/** Roughly: what was asked, which is anybody's to choose, and what a page takes beside it. What it was shown is bounded by itself. */
function sizeOf({ request: { url, headers } }: LivePage): number {
  let size = 3_000 + 2 * url.length
  for (const name in headers) size += name.length + String(headers[name]).length
  return size
}

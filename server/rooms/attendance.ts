import type { Logger } from "pino"

import { AuthorError } from "../errors.ts"
import type { PresenceInfo } from "./presence-info.ts"
import { type Attendant, type Presence, type PresenceStore, visitorsOf } from "./presence.ts"

/** What is to be known of a page that is in rooms. */
export interface AttendingPage {
  /** UUID. */
  readonly room: string
  readonly sessionId: string
  /** The author's rooms that it is in. */
  readonly rooms: ReadonlySet<string>
  /** Undefined while it is not connected. */
  readonly socket: unknown
}

export interface AttendanceParts<Page extends AttendingPage> {
  store: PresenceStore
  /** What others see of the page's visitor; undefined where they see nothing. */
  describe: (page: Page) => Promise<PresenceInfo | undefined>
  /** A name for the visitor that does not give the session away. */
  visitorOf: (sessionId: string) => string
  logger: Logger
}

/** Milliseconds: for which a page that lost its connection is still taken to be there, and in which changes are told together. */
const delays = { grace: 2_000, together: 50 }

/** Who is in which room: pages come and go, and listeners are told. */
export class Attendance<Page extends AttendingPage = AttendingPage> {
  readonly #parts: AttendanceParts<Page>
  readonly #listeners = new Map<string, Set<Parameters<Presence["onChange"]>[0]>>()
  readonly #changed = new Map<string, NodeJS.Timeout>()
  /** As which a page is in its rooms. */
  readonly #rooms = new WeakMap<Page, Map<string, Attendant>>()

  constructor(parts: AttendanceParts<Page>) {
    this.#parts = parts
    parts.store.onLost((rooms) => {
      for (const room of rooms) this.#change(room)
    })
  }

  presence(room: string): Presence {
    if (typeof room !== "string" || room === "")
      throw new AuthorError(`presence() expected the name of a room, got ${JSON.stringify(room)}.`)
    return { list: () => this.#list(room), onChange: (listener) => this.#listen(room, listener) }
  }

  /** The page is in the room, or what others see of it may have changed. */
  async entered(page: Page, room: string): Promise<void> {
    const info = await this.#describe(page)
    if (!info || !page.socket || !page.rooms.has(room)) return this.left(page, room)
    const rooms = this.#rooms.get(page) ?? new Map<string, Attendant>()
    const before = rooms.get(room)
    if (before && JSON.stringify(before.info) === JSON.stringify(info)) return
    const attendant = { visitor: this.#parts.visitorOf(page.sessionId), info, since: before?.since ?? Date.now() }
    this.#rooms.set(page, rooms.set(room, attendant))
    await this.#keep(() => this.#parts.store.enter(room, page.room, attendant))
    this.#change(room)
  }

  async left(page: Page, room: string): Promise<void> {
    if (!this.#rooms.get(page)?.delete(room)) return
    await this.#keep(() => this.#parts.store.leave(room, page.room))
    this.#change(room)
  }

  /** The visitor's session has changed. */
  changed(page: Page): void {
    for (const room of page.rooms) void this.entered(page, room)
  }

  /** The page lost its connection; it may be back in a moment. */
  disconnected(page: Page): void {
    if (this.#rooms.get(page)?.size) setTimeout(() => page.socket || this.gone(page), delays.grace).unref()
  }

  /** The page does not come back. */
  gone(page: Page): void {
    for (const room of this.#rooms.get(page)?.keys() ?? []) void this.left(page, room)
  }

  async close(): Promise<void> {
    for (const timer of this.#changed.values()) clearTimeout(timer)
    await this.#parts.store.close()
  }

  async #list(room: string) {
    return visitorsOf(await this.#parts.store.list(room))
  }

  #listen(room: string, listener: Parameters<Presence["onChange"]>[0]): () => void {
    const listeners = this.#listeners.get(room) ?? new Set()
    this.#listeners.set(room, listeners.add(listener))
    return () => void listeners.delete(listener)
  }

  #change(room: string): void {
    if (!this.#listeners.get(room)?.size || this.#changed.has(room)) return
    this.#changed.set(
      room,
      setTimeout(() => void this.#tell(room), delays.together),
    )
  }

  async #tell(room: string): Promise<void> {
    this.#changed.delete(room)
    try {
      const present = await this.#list(room)
      await Promise.all([...(this.#listeners.get(room) ?? [])].map((listener) => listener(present)))
    } catch (error) {
      this.#parts.logger.error({ err: error, room }, "a listener of presence failed")
    }
  }

  /** A mistake of the author's: nobody is seen, and nothing else fails. */
  async #describe(page: Page): Promise<PresenceInfo | undefined> {
    try {
      return await this.#parts.describe(page)
    } catch (error) {
      this.#parts.logger.error({ err: error }, "a visitor could not be described")
      return undefined
    }
  }

  /** What the store does not take while it is away it is told when it is back. */
  async #keep(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.#parts.logger.debug({ err: error }, "presence was not kept yet")
    }
  }
}

/** For authors who ask who is there without having said what others see. */
export function missingPresence(): AuthorError {
  return new AuthorError(
    "presence() expected the option presence of createLiveView(): what others see of a visitor, such as ({ session }) => ({ name: session.name }).",
  )
}

import { setTimeout as pause } from "node:timers/promises"

import type { LivePage } from "../events/live-page.ts"
import { reviewRooms, sessionChanged } from "../pages/page-rooms.ts"
import type { Site } from "../pages/site.ts"
import { instruct } from "./instruct.ts"

/** Milliseconds between two rounds. A session is believed for a minute while Redis is away; a round refreshes that. */
const usual = 20_000
/** Milliseconds in which the other nodes have noticed too that the store is back. */
const soon = 4_000
/** Sessions that are asked for at once. */
const batch = 50

/** The pages of a session that ends are cut off at once, whoever ended it; and since a message between nodes can be lost, the store is asked regularly, which also keeps the sessions of open pages alive. */
export class SessionWatch {
  readonly #site: Site
  readonly #interval: number
  readonly #timer: NodeJS.Timeout
  readonly #stopListening: () => void
  #round: Promise<void> | undefined
  #closed = false

  constructor(site: Site, interval = usual) {
    this.#site = site
    this.#interval = interval
    const stops = [site.sessions.onEnded((id) => endSession(site, id)), site.sessions.onChanged((id) => changed(site, id))]
    this.#stopListening = () => {
      for (const stop of stops) stop()
    }
    this.#timer = setInterval(() => void this.check(interval / 2), interval).unref()
  }

  /** Looks at every session that a page is open for, spread over so many milliseconds. */
  check(spread = 0): Promise<void> {
    this.#round ??= this.#lookAtAll(spread).finally(() => {
      this.#round = undefined
    })
    return this.#round
  }

  /** What other nodes ended meanwhile they may have yet to say: it is looked for now, and soon. */
  async storeReturned(): Promise<void> {
    await this.check(soon / 2)
    await pause(soon, undefined, { ref: false })
    await this.check(soon / 2)
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#timer)
    this.#stopListening()
  }

  async #lookAtAll(spread: number): Promise<void> {
    const ids = this.#site.livePages.sessions
    const rest = spread / Math.ceil(ids.length / batch)
    while (ids.length && !this.#closed) {
      await Promise.all(ids.splice(0, batch).map((id) => this.#lookAt(id)))
      if (spread && ids.length) await pause(Math.min(rest, this.#interval), undefined, { ref: false })
    }
  }

  async #lookAt(id: string): Promise<void> {
    try {
      const session = await this.#site.sessions.touch(id)
      if (!session) return endSession(this.#site, id)
      for (const page of this.#site.livePages.ofSession(id))
        if (await reviewRooms(this.#site, page, session)) instruct(this.#site, page, "refresh")
    } catch (error) {
      this.#site.services.logger.debug({ err: error }, "a session could not be looked at")
    }
  }
}

/** Events run with the session as it is; what the visitor may hear, and what others see of the visitor, may be different now. */
function changed(site: Site, id: string): void {
  for (const page of site.livePages.ofSession(id)) {
    site.services.attendance?.changed(page)
    void review(site, page)
  }
}

async function review(site: Site, page: LivePage): Promise<void> {
  try {
    if (await sessionChanged(site, page)) instruct(site, page, "refresh")
  } catch (error) {
    site.services.logger.error({ err: error }, "the rooms of a page could not be looked at; it connects anew")
    page.socket?.disconnect(true)
  }
}

/**
 * Cuts off the pages of a session. As they connect again, a moment later, they are refused and ask for themselves: not at once, since at a
 * login the answer with the cookie of the next session is still on its way, and must not be followed by that of an anonymous one.
 */
export function endSession(site: Site, id: string): void {
  for (const page of site.livePages.ofSession(id)) {
    const { socket } = page
    socket?.disconnect(true)
    site.services.attendance?.gone(page)
    site.livePages.drop(page).catch((error: unknown) => site.services.logger.debug({ err: error }, "a page's state was not taken away"))
  }
}

import { clock, pass } from "./clock.ts"
import { fetchDocument, isAway } from "./fetch-document.ts"
import type { Show } from "./navigation.ts"
import type { Page } from "./page.ts"
import { hasEdits, recoverForms } from "./recover.ts"
import { limits } from "../server/protocol.ts"
import { dispatch } from "./dom-events.ts"
import { store, stored } from "./storage.ts"
import type { Turns } from "./turns.ts"

export interface RefreshOptions {
  /** The room's token was refused: the page gets another. */
  newRoom?: boolean
  /** The server wanted it: not a sign that the page goes round in circles. */
  wanted?: boolean
}

/** Refreshes in a row (each within so many milliseconds of the one before) after which the page is loaded fully. */
const most = { inARow: 10, within: 10_000 }
/** Milliseconds: that an event under way is waited for, between attempts, between looks whether the page is idle, and between full loads. */
const delays = { patience: 5_000, again: 1_000, idle: 2_000, reloads: 30_000 }
/** Where a tab notes when it was last loaded for a newer build. */
const reloaded = "livetsx-reloaded"

/** The page rendered again by the server: the room and its state stay, and what the person typed. */
export function createRefresh(page: Page, show: Show, turns: Turns) {
  let running: Promise<void> | undefined
  let askedAgain: RefreshOptions | undefined
  let inARow = 0
  let last = 0

  /** One at a time; asked for again meanwhile, there is one more, since what was asked for may be newer. */
  function refresh(options: RefreshOptions = {}): Promise<void> {
    if (running && !options.newRoom) askedAgain = options
    running ??= renew(options).then(renewed, failed)
    return running
  }

  function renewed(): Promise<void> | undefined {
    running = undefined
    const again = askedAgain
    askedAgain = undefined
    return again && refresh(again)
  }

  /** What cannot be shown in place is loaded. */
  function failed(error: unknown): void {
    console.error(error)
    location.reload()
  }

  async function renew({ newRoom = false, wanted = false }: RefreshOptions): Promise<void> {
    const { queue, stream, identity } = page
    const signal = turns.stay()
    // Whoever leads elsewhere goes on with the queue when the other page is there.
    if (signal.aborted) return
    inARow = !wanted && clock.now() - last < most.within ? inARow + 1 : 1
    last = clock.now()
    if (inARow > most.inARow) return location.reload()
    queue.pause()
    if (document.visibilityState === "hidden") await pass(Math.random() * limits.spread)
    await Promise.race([queue.settled(true), pass(delays.patience)])
    if (signal.aborted) return
    stream.pause()
    let isTold = false
    for (let attempt = 1; ; attempt++) {
      const fetched = await fetchDocument(location.href, newRoom ? "" : identity.token, signal)
      if (signal.aborted) return
      if ("elsewhere" in fetched) return location.assign(fetched.elsewhere)
      if ("rendered" in fetched) {
        show(fetched.rendered, false)
        break
      }
      if (!isAway(fetched.status) && (fetched.status < 500 || attempt > most.inARow)) return location.reload()
      isTold = true
      page.comforts(({ notices }) => notices.connectionChanged(false))
      await pass(delays.again * Math.min(attempt, 5))
      if (signal.aborted) return
    }
    // The connection says itself that it is there.
    if (isTold) page.connection.reconnect()
    queue.resume()
    dispatch(document, "liveview:refresh", {})
    recoverForms(page.runs, turns.stay())
  }

  /** Once nothing that was typed is lost by it, and no event. While a deploy goes on, old and new servers answer in turn: not again and again. */
  function reload(): void {
    if (page.queue.size() || hasEdits()) return void clock.after(delays.idle, reload)
    const before = Number(stored(reloaded) ?? 0)
    const wait = before + delays.reloads - Date.now()
    if (wait > 0) return void clock.after(wait, reload)
    store(reloaded, String(Date.now()))
    location.reload()
  }

  return { refresh, reload }
}

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

import { LivePage } from "../events/live-page.ts"
import { createLog } from "../operations/log.ts"
import { LivePages, stateLifetime } from "./live-pages.ts"
import { MemoryPageStore } from "./memory-page-store.ts"

const request = { headers: {}, ip: "", url: "/" }
const log = createLog("test", { write: () => undefined })

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function open(pages: LivePages, room = "room", count = 1): LivePage {
  return pages.open(new LivePage({ room, sessionId: "session", request, lang: "en", states: [["counter", JSON.stringify({ count })]] }))
}

/** Nothing but that there is one is looked at. */
function connected(page: LivePage): LivePage {
  page.socket = {} as LivePage["socket"]
  return page
}

const kept = async (store: MemoryPageStore, room = "room") => (await store.load(room))?.states.counter

describe("a page that has been left", () => {
  it("has what waits for it given up, until it comes again", () => {
    const page = new LivePage({ room: "room", sessionId: "session", request, lang: "en" })
    const { signal } = page.gone
    page.abandon()
    expect([signal.aborted, page.gone.signal.aborted]).toEqual([true, true])
    page.arrive({} as NonNullable<LivePage["socket"]>)
    expect(page.gone.signal.aborted).toBe(false)
  })
})

describe("the open pages of a node", () => {
  it("are found by their session, until they are forgotten", async () => {
    const pages = new LivePages(new MemoryPageStore(), log, false)
    const page = open(pages)
    expect([pages.ofSession("session"), pages.sessions]).toEqual([[page], ["session"]])
    await pages.drop(page)
    expect([pages.ofSession("session"), pages.sessions, page.gone.signal.aborted]).toEqual([[], [], true])
    await pages.close()
  })

  it("are forgotten, with their state kept, where nobody connects for them and many others are loaded", async () => {
    const store = new MemoryPageStore()
    const pages = new LivePages(store, log, false, { count: 3 })
    const [connecting, used, left] = ["connecting", "used", "left"].map((room) => open(pages, room))
    if (!connecting || !left || !used) throw new Error("There are three.")
    for (const page of [connecting, left, used]) await pages.save(page)
    connecting.document = "its name"
    expect(await pages.find("used", "session", request, "en")).toBe(used)
    for (let count = 0; count < 2; count++) open(pages, `later ${count}`)
    expect(["connecting", "left", "used"].map((room) => pages.get(room))).toEqual([connecting, undefined, used])
    expect([left.gone.signal.aborted, used.gone.signal.aborted]).toEqual([true, false])
    expect([await kept(store, "left"), await kept(store, "used")]).toEqual([{ count: 1 }, undefined])
    for (let count = 0; count < 100; count++) open(pages, `flood ${count}`)
    expect([pages.size, pages.get("connecting")]).toEqual([4, connecting])
    await pages.close()
  })

  it("count by what was asked for them, too", async () => {
    const pages = new LivePages(new MemoryPageStore(), log, false, { count: 100, bytes: 100_000 })
    const asked = { ...request, url: `/?${"x".repeat(8_000)}`, headers: { cookie: "y".repeat(8_000) } }
    for (let count = 0; count < 100; count++)
      pages.open(new LivePage({ room: `room ${count}`, sessionId: "session", request: asked, lang: "en" }))
    expect(pages.size).toBe(3)
    await pages.close()
  })

  it("have their state kept as long as they are open, and for an hour after", async () => {
    const store = new MemoryPageStore()
    const pages = new LivePages(store, log, false)
    const page = connected(open(pages))
    await pages.save(page)
    await vi.advanceTimersByTimeAsync(5 * stateLifetime * 1_000)
    expect(await kept(store)).toEqual({ count: 1 })
    page.socket = undefined
    await vi.advanceTimersByTimeAsync(stateLifetime * 1_000)
    expect(await kept(store)).toBeUndefined()
    await pages.close()
  })

  it("are kept when the store is back that did not answer, and no save fails", async () => {
    const store = new MemoryPageStore()
    const pages = new LivePages(store, log, true)
    const page = open(pages)
    const away = vi.spyOn(store, "save").mockRejectedValue(new Error("away"))
    await pages.save(page)
    away.mockRestore()
    expect(await kept(store)).toBeUndefined()
    await pages.storeReturned()
    expect(await kept(store)).toEqual({ count: 1 })
    await pages.close()
  })

  it("are written when the only node ends", async () => {
    const store = new MemoryPageStore()
    const pages = new LivePages(store, log, false)
    open(pages)
    await pages.close()
    expect(await kept(store)).toEqual({ count: 1 })
  })

  it("are written when the only node forgets them, and not before", async () => {
    const store = new MemoryPageStore()
    const pages = new LivePages(store, log, false)
    const page = open(pages)
    for (const count of [2, 3]) {
      page.states.set("counter", JSON.stringify({ count }))
      await pages.save(page)
    }
    expect(await kept(store)).toBeUndefined()
    await vi.advanceTimersByTimeAsync(stateLifetime * 500)
    expect([pages.size, await kept(store)]).toEqual([0, { count: 3 }])
    const found = await pages.find("room", "session", request, "en")
    expect(found?.states.get("counter")).toBe('{"count":3}')
    await pages.close()
  })

  it("are not written when their session has ended", async () => {
    const store = new MemoryPageStore()
    const pages = new LivePages(store, log, false)
    const page = open(pages)
    await pages.save(page)
    await pages.drop(page)
    await pages.close()
    expect(await kept(store)).toBeUndefined()
  })

  it("are as another node left them, where there are others, and are not written over when this one ends", async () => {
    const store = new MemoryPageStore()
    const pages = new LivePages(store, log, true)
    await pages.save(open(pages))
    await store.save(
      "room",
      { states: { counter: { count: 7 } }, rooms: ["news"], granted: { url: "", rooms: [] }, url: "/", session: "session" },
      60,
    )
    const page = await pages.find("room", "session", request, "en")
    expect([page?.states.get("counter"), [...(page?.rooms ?? [])]]).toEqual(['{"count":7}', ["news"]])
    await store.save(
      "room",
      { states: { counter: { count: 8 } }, rooms: [], granted: { url: "", rooms: [] }, url: "/", session: "session" },
      60,
    )
    await pages.close()
    expect(await kept(store)).toEqual({ count: 8 })
  })

  it("are not touched by what is in the store while they are connected here", async () => {
    const store = new MemoryPageStore()
    const pages = new LivePages(store, log, true)
    const page = connected(open(pages, "room", 3))
    await store.save(
      "room",
      { states: { counter: { count: 1 } }, rooms: [], granted: { url: "", rooms: [] }, url: "/", session: "session" },
      60,
    )
    expect((await pages.find("room", "session", request, "en"))?.states).toBe(page.states)
    expect(page.states.get("counter")).toBe('{"count":3}')
    await pages.close()
  })
})

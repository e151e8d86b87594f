// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

import { leave, livePage } from "./fixtures/live-page.ts"

// The simulated document cannot construct stylesheets.
vi.mock("./styles.ts", () => ({ addStyles: () => {} }))

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }))
afterEach(() => {
  leave()
  vi.useRealTimers()
})

const button = `<button type="button" data-action="click->page#run" data-liveview-function="add">+</button>`
const notices = () => document.getElementById("liveview-notices")
const progress = () => document.getElementById("liveview-progress")

describe("a connection that is gone", () => {
  it("is told after half a second, with what waits, and not any more when it is back", async () => {
    const { server, click } = await livePage(button)
    server.disconnected()
    vi.advanceTimersByTime(499)
    expect(document.querySelector(".liveview-banner")).toBeNull()
    vi.advanceTimersByTime(1)
    const banner = document.querySelector(".liveview-banner")
    expect(notices()?.contains(banner)).toBe(true)
    expect(banner?.getAttribute("role")).toBe("status")
    const before = banner?.textContent
    click("button")
    vi.advanceTimersByTime(500)
    expect(banner?.textContent).not.toBe(before)
    expect(banner?.textContent).toContain("1")
    server.connected({}, true)
    expect(document.querySelector(".liveview-banner")).toBeNull()
  })

  it("is not told where it is back within half a second", async () => {
    const { server } = await livePage("")
    server.disconnected()
    vi.advanceTimersByTime(400)
    server.connected({}, true)
    vi.advanceTimersByTime(1_000)
    expect(document.querySelector(".liveview-banner")).toBeNull()
  })

  it("is shown by the page's own #no-connection, where it has one, and by nothing else", async () => {
    const { server, find } = await livePage(`<p id="no-connection" class="mine">Gone</p>`)
    server.disconnected()
    vi.advanceTimersByTime(500)
    expect(find("#no-connection").className).toBe("mine no-connection--show")
    expect(document.querySelector(".liveview-banner")).toBeNull()
    server.connected({}, true)
    expect(find("#no-connection").className).toBe("mine no-connection--hide")
  })

  it("is told in the author's own words", async () => {
    const { server } = await livePage("", { texts: { disconnected: "Einen Augenblick." } })
    server.disconnected()
    vi.advanceTimersByTime(500)
    expect(notices()?.textContent).toContain("Einen Augenblick.")
  })

  it("is told to the author's scripts, and whether anything was lost when it is back", async () => {
    const { server, heard } = await livePage("")
    server.disconnected()
    server.connected({}, true)
    expect([heard("disconnect"), heard("reconnect")]).toEqual([[{}], [{ recovered: true }]])
  })
})

describe("a bar of progress", () => {
  it("is shown for an event that takes longer than half a second, until it is answered", async () => {
    const { click, reply } = await livePage(button)
    click("button")
    vi.advanceTimersByTime(499)
    expect(progress()).toBeNull()
    vi.advanceTimersByTime(1)
    expect(progress()?.getAttribute("role")).toBe("progressbar")
    expect(progress()?.getAttribute("aria-label")).not.toBe("")
    reply([])
    expect(progress()).toBeNull()
  })
})

describe("the region of notices", () => {
  it("is there before anything is said in it, unless the page says it itself", async () => {
    await livePage("<main></main>")
    expect([notices()?.getAttribute("aria-live"), notices()?.childNodes.length]).toEqual(["polite", 0])
    leave()
    await livePage("<main></main>", { notices: false })
    expect(notices()).toBeNull()
  })

  it("is a live region outside the page's own content, which patches leave alone", async () => {
    const { server, find } = await livePage(`<main id="m">old</main>`)
    server.pushed("room", "a", 1, [["flash", "success", "<b>Saved</b>"]])
    expect(notices()?.getAttribute("aria-live")).toBe("polite")
    expect(notices()?.parentElement).toBe(document.body)
    server.pushed("room", "a", 2, [["body", `<body data-controller="page"><main id="m">new</main></body>`]])
    expect(find("#m").textContent).toBe("new")
    expect(find("#liveview-notices .liveview-toast--success b").textContent).toBe("Saved")
  })

  it("holds a notice for eight seconds, longer while somebody is in it, and until it is dismissed", async () => {
    const { server } = await livePage("")
    const toasts = () => document.querySelectorAll(".liveview-toast")
    for (const at of [1, 2, 3]) server.pushed("room", "a", at, [["flash", "info", String(at)]])
    const [first, second] = toasts()
    first?.querySelector("button")?.click()
    expect(toasts()).toHaveLength(2)
    second?.dispatchEvent(new Event("pointerenter"))
    vi.advanceTimersByTime(8_000)
    expect([...toasts()]).toEqual([second])
    second?.dispatchEvent(new Event("pointerleave"))
    vi.advanceTimersByTime(8_000)
    expect(toasts()).toHaveLength(0)
  })
})

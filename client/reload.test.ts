// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

import { leave, livePage, until } from "./fixtures/live-page.ts"

vi.mock("./styles.ts", () => ({ addStyles: () => {} }))

const button = `<button type="button" data-action="click->page#run" data-liveview-function="add">+</button>`
let loaded: ReturnType<typeof vi.spyOn>

beforeEach(() => {
  sessionStorage.clear()
  loaded = vi.spyOn(location, "reload").mockImplementation(() => {})
})
afterEach(() => {
  leave()
  vi.restoreAllMocks()
})

describe("a page of an older build", () => {
  it("is loaded anew when the server says so", async () => {
    const { server } = await livePage("")
    server.instructed("reload")
    await until(() => expect(loaded).toHaveBeenCalledTimes(1))
  })

  it("waits where something is typed, or an event is not answered, and then is loaded", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })
    try {
      const { server, find, click, reply } = await livePage(`<input value="">${button}`)
      find<HTMLInputElement>("input").value = "half a sen"
      server.instructed("reload")
      await vi.advanceTimersByTimeAsync(10_000)
      click("button")
      find<HTMLInputElement>("input").value = ""
      await vi.advanceTimersByTimeAsync(4_000)
      expect(loaded).not.toHaveBeenCalled()
      reply([])
      await vi.advanceTimersByTimeAsync(4_000)
      expect(loaded).toHaveBeenCalledTimes(1)
    } finally {
      vi.useRealTimers()
    }
  })

  it("is loaded also where the browser lets it store nothing", async () => {
    vi.spyOn(window, "sessionStorage", "get").mockImplementation(() => {
      throw new DOMException("denied", "SecurityError")
    })
    const { server } = await livePage("")
    server.instructed("reload")
    await until(() => expect(loaded).toHaveBeenCalledTimes(1))
  })

  it("is not loaded again and again while old and new servers answer in turn", async () => {
    const { server } = await livePage("")
    server.instructed("reload")
    await until(() => expect(loaded).toHaveBeenCalledTimes(1))
    server.instructed("reload")
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(loaded).toHaveBeenCalledTimes(1)
  })
})

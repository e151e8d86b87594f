// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

import { trackListeners } from "./fixtures/listeners.ts"
import { watchSleep } from "./wake.ts"

let leave: (() => void)[] = []
let answers: (() => void)[] = []
const connection = { resume: vi.fn((_heads: object, answered: () => void) => void answers.push(answered)), reconnect: vi.fn() }

beforeEach(() => {
  vi.useFakeTimers()
  vi.clearAllMocks()
  answers = []
  leave = [trackListeners(window), trackListeners(document)]
  watchSleep(connection)
})
afterEach(() => {
  for (const stop of leave) stop()
  vi.useRealTimers()
})

/** The device sleeps: time passes, and no timer runs. */
function sleep(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds)
}

const hear = (name: string, on: EventTarget = document) => on.dispatchEvent(new Event(name))
const figures = () => [connection.resume.mock.calls.length, connection.reconnect.mock.calls.length]

describe("a page that wakes up", () => {
  it("tries its connection, and keeps it where it is answered", () => {
    sleep(60_000)
    vi.advanceTimersByTime(5_000)
    expect(figures()).toEqual([1, 0])
    answers[0]?.()
    vi.advanceTimersByTime(10_000)
    expect(figures()).toEqual([1, 0])
  })

  it.each([
    ["when it is looked at again", () => hear("visibilitychange")],
    ["when the browser lets it go on", () => hear("resume")],
    ["when the network is another", () => hear("online", window)],
  ])("connects anew at once where nobody answers: %s", (_, wake) => {
    sleep(60_000)
    wake()
    wake()
    expect(figures()).toEqual([1, 0])
    vi.advanceTimersByTime(2_500)
    expect(figures()).toEqual([1, 1])
  })

  it("leaves its connection alone where it did not sleep, is not seen, or knows that it is gone", () => {
    vi.advanceTimersByTime(60_000)
    hear("visibilitychange")
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden")
    hear("resume")
    vi.restoreAllMocks()
    hear("liveview:disconnect")
    hear("resume")
    expect(figures()).toEqual([0, 0])
    hear("liveview:reconnect")
    hear("resume")
    expect(figures()).toEqual([1, 0])
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

import type { Fetched } from "./fetch-document.ts"
import { fakeClock } from "./fixtures/fake-clock.ts"
import { createPrefetch } from "./prefetch.ts"

function prefetching() {
  const clock = fakeClock()
  const asked: { url: string; signal: AbortSignal; answer(): Promise<void> }[] = []
  const load = (url: string, signal: AbortSignal) =>
    new Promise<Fetched>((resolve) => {
      asked.push({
        url,
        signal,
        answer: async () => {
          resolve({ status: 200 })
          await Promise.resolve().then(() => {})
        },
      })
    })
  return { clock, asked, prefetch: createPrefetch(load, clock), urls: () => asked.map(({ url }) => url).join(" ") }
}

beforeEach(() => vi.stubGlobal("navigator", {}))
afterEach(() => vi.unstubAllGlobals())

describe("pages that will probably be visited", () => {
  it("are asked for two at a time, each once", async () => {
    const { prefetch, asked, urls } = prefetching()
    for (const url of ["a", "a", "b", "c"]) prefetch.fetch(url)
    expect(urls()).toBe("a b")
    await asked[0]?.answer()
    prefetch.fetch("c")
    expect(urls()).toBe("a b c")
  })

  it("are given once, while they are fresh", async () => {
    const { prefetch, asked, clock } = prefetching()
    prefetch.fetch("a")
    prefetch.fetch("b")
    for (const { answer } of asked) await answer()
    clock.pass(9_999)
    expect(await prefetch.take("a")).toEqual({ status: 200 })
    expect(prefetch.take("a")).toBeUndefined()
    clock.pass(1)
    expect(prefetch.take("b")).toBeUndefined()
  })

  it("are kept six at most: the oldest is let go of", async () => {
    const { prefetch, asked } = prefetching()
    for (const url of ["a", "b", "c", "d", "e", "f", "g"]) {
      prefetch.fetch(url)
      await asked.at(-1)?.answer()
    }
    expect(prefetch.take("a")).toBeUndefined()
    expect(asked.map(({ signal }) => signal.aborted)).toEqual([true, false, false, false, false, false, false])
    expect(prefetch.take("b")).toBeDefined()
  })

  it("are let go of when something was done since", () => {
    const { prefetch, asked } = prefetching()
    prefetch.fetch("a")
    prefetch.clear()
    expect(prefetch.take("a")).toBeUndefined()
    expect(asked[0]?.signal.aborted).toBe(true)
  })

  it.each([{ saveData: true }, { effectiveType: "slow-2g" }])("are not asked for where that costs the person: %o", (connection) => {
    vi.stubGlobal("navigator", { connection })
    const { prefetch, asked } = prefetching()
    prefetch.fetch("a")
    expect(asked).toEqual([])
  })
})

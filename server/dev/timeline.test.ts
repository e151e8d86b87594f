import { describe, expect, it } from "vitest"

import { watchedClaims } from "../events/event-watch.ts"
import { MemoryClaims } from "../events/memory-claims.ts"
import { tellTimelines } from "./timeline.ts"

describe("what the timelines of open pages are told", () => {
  it("is each event, and of one that is answered again that its handler has not run", async () => {
    const sent: unknown[] = []
    const watch = tellTimelines({ send: (payload) => sent.push(payload) })
    const claims = watchedClaims(new MemoryClaims(), watch)
    for (const time of [8, 1]) {
      await claims.run("room:document:1", { idempotent: false }, async () => [])
      watch.ended("room:document:1", time)
    }
    const told = { type: "custom", event: "livetsx:event-ended" }
    expect(sent).toEqual([
      { ...told, data: { id: "room:document:1", milliseconds: 8, handler: expect.any(Number) } },
      { ...told, data: { id: "room:document:1", milliseconds: 1 } },
    ])
  })

  it("is also an event whose handler fails", async () => {
    const sent: { data?: object }[] = []
    const watch = tellTimelines({ send: (payload) => sent.push(Object(payload)) })
    const failing = watchedClaims(new MemoryClaims(), watch).run("room:document:2", { idempotent: false }, () =>
      Promise.reject(new Error()),
    )
    await expect(failing).rejects.toThrow()
    watch.ended("room:document:2", 3)
    expect(sent).toMatchObject([{ data: { milliseconds: 3, handler: expect.any(Number) } }])
  })
})

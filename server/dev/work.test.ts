import { describe, expect, it } from "vitest"

import { oneAtATime } from "./work.ts"

describe("work", () => {
  it("is done one piece at a time, in order", async () => {
    const log: string[] = []
    const work = oneAtATime(() => {})
    work.add(async () => {
      log.push("one starts")
      await new Promise((resolve) => setImmediate(resolve))
      log.push("one ends")
    })
    work.add(async () => void log.push("two"))
    await work.done()
    expect(log).toEqual(["one starts", "one ends", "two"])
  })

  it("that waits already is not done twice, and is done again when asked for while it runs", async () => {
    let times = 0
    const work = oneAtATime(() => {})
    const piece = async () => {
      times += 1
      if (times === 1) work.add(piece)
    }
    work.add(piece)
    work.add(piece)
    await work.done()
    expect(times).toBe(2)
  })

  it("goes on after a piece that fails", async () => {
    const failures: unknown[] = []
    const work = oneAtATime((error) => failures.push(error))
    let done = false
    work.add(async () => {
      throw new Error("no")
    })
    work.add(async () => {
      done = true
    })
    await work.done()
    expect([failures.length, done]).toEqual([1, true])
  })
})

import { describe, expect, it } from "vitest"

import { fakeClock } from "../fixtures/fake-clock.ts"
import { type Conditions, createLane } from "./lane.ts"

function lane(conditions: Partial<Conditions>) {
  const clock = fakeClock()
  const all = { latency: 0, jitter: 0, speed: 0, ...conditions }
  const made = createLane(() => all, clock)
  const arrived: [what: string, at: number][] = []
  return {
    conditions: all,
    clock,
    arrived,
    carry: (what: string, bytes = 10) => made.carry(bytes, () => arrived.push([what, clock.now()])),
    cut: made.cut,
  }
}

describe("one direction of the line", () => {
  it("carries at once, and without a timer, where nothing is simulated", () => {
    const { carry, arrived, clock } = lane({})
    carry("one")
    expect(arrived).toEqual([["one", 0]])
    expect(clock.timers()).toBe(0)
  })

  it("carries everything later by its latency", () => {
    const { carry, arrived, clock } = lane({ latency: 100 })
    carry("one")
    clock.pass(40)
    carry("two")
    clock.pass(1_000)
    expect(arrived).toEqual([
      ["one", 100],
      ["two", 140],
    ])
  })

  it("keeps the order whatever the jitter is, and when the latency is taken away meanwhile", () => {
    const { carry, arrived, clock, conditions } = lane({ latency: 50, jitter: 500 })
    const sent = Array.from({ length: 50 }, (_, index) => String(index))
    for (const what of sent) carry(what)
    Object.assign(conditions, { latency: 0, jitter: 0 })
    carry("last")
    clock.pass(10_000)
    expect(arrived.map(([what]) => what)).toEqual([...sent, "last"])
  })

  it("takes the time that bytes need, one message after the other", () => {
    const { carry, arrived, clock } = lane({ latency: 100, speed: 1_000 })
    carry("one", 500)
    carry("two", 250)
    clock.pass(1_000)
    expect(arrived).toEqual([
      ["one", 600],
      ["two", 850],
    ])
  })

  it("loses what is under way when it is cut", () => {
    const { carry, arrived, clock, cut } = lane({ latency: 100 })
    carry("one")
    cut()
    clock.pass(1_000)
    expect(arrived).toEqual([])
    expect(clock.timers()).toBe(0)
  })
})

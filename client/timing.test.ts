// @vitest-environment happy-dom
import { describe, expect, it } from "vitest"

import { fakeClock } from "./fixtures/fake-clock.ts"
import { createTiming } from "./timing.ts"

function setup() {
  const clock = fakeClock()
  const element = document.body.appendChild(document.createElement("input"))
  const calls: string[] = []
  return {
    clock,
    element,
    calls,
    timing: createTiming(clock),
    call:
      (name = "call") =>
      () =>
        void calls.push(name),
  }
}

describe("debounce", () => {
  it("calls once, after quiet, with the newest", () => {
    const { clock, element, calls, timing, call } = setup()
    timing.debounce(element, "input", 300, call("first"))
    clock.pass(299)
    timing.debounce(element, "input", 300, call("second"))
    clock.pass(299)
    expect(calls).toEqual([])
    clock.pass(1)
    expect(calls).toEqual(["second"])
  })

  it("keeps the events of one element apart", () => {
    const { clock, element, calls, timing, call } = setup()
    timing.debounce(element, "input", 100, call("input"))
    timing.debounce(element, "keyup", 200, call("keyup"))
    clock.pass(200)
    expect(calls).toEqual(["input", "keyup"])
  })

  it("calls at once when flushed, and not again later", () => {
    const { clock, element, calls, timing, call } = setup()
    timing.debounce(element, "input", 300, call())
    timing.flush((other) => other === element)
    timing.flush(() => true)
    clock.pass(1_000)
    expect(calls).toEqual(["call"])
  })

  it("leaves alone what is not flushed", () => {
    const { element, calls, timing, call } = setup()
    timing.debounce(element, "input", 300, call())
    timing.flush((other) => other !== element)
    expect(calls).toEqual([])
  })

  it("drops what belongs to an element that has left the page", () => {
    const { clock, element, calls, timing, call } = setup()
    timing.debounce(element, "input", 300, call())
    element.remove()
    clock.pass(300)
    expect(calls).toEqual([])
    expect(clock.timers()).toBe(0)
  })
})

describe("throttle", () => {
  it("lets the first through, ignores within the time, and lets through after it", () => {
    const { clock, element, timing } = setup()
    expect(timing.throttle(element, "click", 500)).toBe(true)
    clock.pass(499)
    expect(timing.throttle(element, "click", 500)).toBe(false)
    clock.pass(1)
    expect(timing.throttle(element, "click", 500)).toBe(true)
  })

  it("lets the first through at time zero, and other events of the element", () => {
    const { element, timing } = setup()
    expect(timing.throttle(element, "click", 500)).toBe(true)
    expect(timing.throttle(element, "keyup", 500)).toBe(true)
  })
})

describe("what waits for an answer", () => {
  const of = (element: Element, trigger: string) => ({ element, trigger })
  const usual = { function: "f", data: {}, options: {} }
  const concurrent = { ...usual, options: { concurrent: true } }

  it("does not wait where it has come meanwhile", () => {
    const { element, calls, timing, call } = setup()
    timing.wait(of(element, "input"), usual, { count: 0 }, call())
    expect(calls).toEqual(["call"])
  })

  it("is called when it has come, once, and is the newest", () => {
    const { clock, element, calls, timing, call } = setup()
    timing.wait(of(element, "input"), usual, { count: 1 }, call("first"))
    timing.wait(of(element, "input"), usual, { count: 1 }, call("second"))
    timing.answered(of(element, "change"))
    clock.pass(60_000)
    expect(calls).toEqual([])
    timing.answered(of(element, "input"))
    timing.answered(of(element, "input"))
    expect(calls).toEqual(["second"])
  })

  it("leaves what is delayed, and newer, to its time", () => {
    const { clock, element, calls, timing, call } = setup()
    timing.wait(of(element, "input"), usual, { count: 1 }, call("older"))
    timing.debounce(element, "input", 100, call("newer"))
    timing.answered(of(element, "input"))
    expect(calls).toEqual([])
    clock.pass(100)
    expect(calls).toEqual(["newer"])
  })

  it("is called when flushed, also what was delayed until then, unless it has to wait", () => {
    const { element, calls, timing, call } = setup()
    timing.debounce(element, "input", 100, () => timing.wait(of(element, "input"), usual, { count: 1 }, call("hurries")))
    timing.wait(of(element, "change"), concurrent, { count: 1 }, call("waits"))
    timing.flush(() => true)
    expect(calls).toEqual(["hurries"])
    timing.answered(of(element, "change"))
    expect(calls).toEqual(["hurries", "waits"])
    timing.wait(of(element, "change"), concurrent, { count: 1 }, call("goes"))
    timing.flush()
    expect(calls).toEqual(["hurries", "waits", "goes"])
  })
})

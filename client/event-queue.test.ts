import { describe, expect, it, vi } from "vitest"

import type { EventMessage, Reply } from "../server/protocol.ts"
import { createEventQueue } from "./event-queue.ts"
import { fakeClock } from "./fixtures/fake-clock.ts"

function setup({ up = true } = {}) {
  const clock = fakeClock()
  const sent: EventMessage[] = []
  const timeouts: number[] = []
  const answers: ((reply: Reply | undefined) => void)[] = []
  const replies: [name: string, reply: Reply][] = []
  const queue = createEventQueue(
    (message, timeout, answered) => {
      sent.push(message)
      timeouts.push(timeout)
      answers.push(answered)
    },
    (message) => message,
    clock,
  )
  if (up) queue.connected()
  const add = (f: string, m?: Record<string, unknown>) => queue.add({ f, m }, (reply) => replies.push([f, reply]))
  const addConcurrent = (f: string) => queue.add({ f }, (reply) => replies.push([f, reply]), undefined, true)
  const answerTo = (f: string, reply: Reply) => answers[sent.findLastIndex((message) => message.f === f)]?.(reply)
  return {
    clock,
    queue,
    add,
    addConcurrent,
    answerTo,
    sent,
    timeouts,
    replies,
    answer: (reply: Reply | undefined) => answers.at(-1)?.(reply),
  }
}

describe("the event queue", () => {
  it("sends one event at a time, in order, numbered from 1", () => {
    const { add, sent, answer, replies } = setup()
    add("first")
    add("second")
    expect(sent).toEqual([{ n: 1, f: "first" }])
    answer([])
    expect(sent.map(({ n, f }) => [n, f])).toEqual([
      [1, "first"],
      [2, "second"],
    ])
    expect(replies).toEqual([["first", []]])
  })

  it("sends at once what waits for its turn when the document goes, and again with the same numbers where it comes back", () => {
    const { queue, add, sent, answer, replies } = setup()
    for (const name of ["first", "second", "third"]) add(name)
    queue.leave()
    const all = ["1 first", "2 second", "3 third"]
    expect(sent.map(({ n, f }) => `${n} ${f}`)).toEqual(all)
    queue.disconnected()
    queue.connected()
    for (const _ of all) answer([])
    expect(sent.slice(3).map(({ n, f }) => `${n} ${f}`)).toEqual(all)
    expect(replies.map(([name]) => name)).toEqual(["first", "second", "third"])
  })

  it("sends an event again with the same number, and more patience, when it was not answered in time", () => {
    const { add, sent, timeouts, answer, replies } = setup()
    add("slow")
    answer(undefined)
    answer(undefined)
    answer(undefined)
    expect(sent.map(({ n }) => n)).toEqual([1, 1, 1, 1])
    expect(timeouts).toEqual([10_000, 20_000, 40_000, 40_000])
    answer([])
    expect(replies).toEqual([["slow", []]])
  })

  it("sends an event again with the same number after a reconnection, and ignores an answer of the former connection", () => {
    const { queue, sent, replies, clock } = setup()
    const answers: ((reply: Reply | undefined) => void)[] = []
    const cut = createEventQueue(
      (message, _, answered) => {
        sent.push(message)
        answers.push(answered)
      },
      (message) => message,
      clock,
    )
    cut.connected()
    cut.add({ f: "cut" }, (reply) => replies.push(["cut", reply]))
    cut.disconnected()
    answers[0]?.([])
    expect(replies).toEqual([])
    cut.connected()
    expect(sent.map(({ n }) => n)).toEqual([1, 1])
    answers[1]?.([["title", "x"]])
    expect(replies).toEqual([["cut", [["title", "x"]]]])
    expect(queue.size()).toBe(0)
  })

  it("says nothing of the page's address when it sends an event again after a reconnection, whose handshake has said it", () => {
    const sent: (string | undefined)[] = []
    const queue = createEventQueue(
      (message) => sent.push(message.u),
      (message) => ({ ...message, u: "/before" }),
      fakeClock(),
    )
    queue.connected()
    queue.add({ f: "slow" }, () => {})
    queue.disconnected()
    queue.connected()
    expect(sent).toEqual(["/before", undefined])
  })

  it("keeps what is added while disconnected for 30 seconds, and then refuses it", () => {
    const { add, sent, queue, clock, replies } = setup({ up: false })
    add("old")
    clock.pass(20_000)
    add("young")
    clock.pass(10_000)
    expect(replies).toEqual([["old", { code: "offline_expired" }]])
    queue.connected()
    expect(sent).toEqual([{ n: 1, f: "young" }])
  })

  it("says that the outcome is unknown of an event that was under way when the connection went for good", () => {
    const { add, queue, clock, replies } = setup()
    add("begun")
    clock.pass(25_000)
    queue.disconnected()
    clock.pass(29_999)
    expect(replies).toEqual([])
    clock.pass(1)
    expect(replies).toEqual([["begun", { code: "outcome_unknown" }]])
  })

  it("waits for a handler that takes longer than 30 seconds, but not for ever behind it", () => {
    const { add, clock, answer, replies } = setup()
    add("slow")
    add("behind")
    clock.pass(31_000)
    expect(replies).toEqual([["behind", { code: "busy" }]])
    answer([])
    expect(replies.at(-1)).toEqual(["slow", []])
  })

  it("refuses the hundred and first event", () => {
    const { add, replies, queue } = setup({ up: false })
    for (let index = 0; index < 101; index++) add(`event ${index}`)
    expect(queue.size()).toBe(100)
    expect(replies).toEqual([["event 100", { code: "queue_full" }]])
  })

  it("refuses what would not fit the wire before it is queued", () => {
    const { add, sent, replies } = setup()
    const deep = Array.from({ length: 100_000 }).reduce<unknown>((inner) => [inner], 0)
    add("large", { text: "ä".repeat(50_000) })
    add("deep", { deep })
    add("wide", Object.fromEntries(Array.from({ length: 1_001 }, (_, index) => [`key${index}`, 1])))
    expect(sent).toEqual([])
    expect(replies.map(([name, reply]) => [name, reply])).toEqual([
      ["large", { code: "too_large" }],
      ["deep", { code: "too_large" }],
      ["wide", { code: "too_large" }],
    ])
  })

  it("gives up the event under way at the third disconnection, and goes on with the next", () => {
    const { add, queue, replies, sent } = setup()
    add("poison")
    add("next")
    for (let cut = 0; cut < 3; cut++) {
      queue.disconnected()
      queue.connected()
    }
    expect(replies).toEqual([["poison", { code: "outcome_unknown" }]])
    expect(sent.at(-1)).toEqual({ n: 2, f: "next" })
  })

  it("tries again after the time that a busy server names, until the event is 30 seconds old", () => {
    const { add, answer, clock, sent, replies } = setup()
    add("eager")
    answer({ code: "rate_limited", retry: 400 })
    clock.pass(399)
    expect(sent).toHaveLength(1)
    clock.pass(1)
    expect(sent.map(({ n }) => n)).toEqual([1, 1])
    answer({ code: "busy", retry: 60_000 })
    clock.pass(29_600)
    expect(replies).toEqual([["eager", { code: "busy", retry: 60_000 }]])
  })

  it("sends what found its session ended once more where the page has another, and again, but not for ever", () => {
    const { add, queue, answer, sent, replies } = setup()
    add("kept")
    add("behind")
    for (let session = 0; session < 2; session++) {
      answer({ code: "unauthorized" })
      queue.disconnected()
      queue.restart()
      expect(replies).toEqual([])
      queue.connected()
    }
    expect(sent.map(({ n, f }) => [n, f])).toEqual([
      [1, "kept"],
      [1, "kept"],
      [1, "kept"],
    ])
    answer({ code: "unauthorized" })
    expect(replies).toEqual([["kept", { code: "unauthorized" }]])
    expect(sent.at(-1)).toEqual({ n: 2, f: "behind" })
  })

  it("does not repeat in another session what may have run before it was refused there", () => {
    const { add, queue, answer, sent, replies } = setup()
    add("cut")
    queue.disconnected()
    queue.connected()
    answer({ code: "unauthorized" })
    queue.disconnected()
    queue.restart()
    expect(replies).toEqual([["cut", { code: "outcome_unknown" }]])
    queue.connected()
    expect(sent).toHaveLength(2)
  })

  it("gives any other refusal to the event it answers, and goes on", () => {
    const { add, answer, replies, sent } = setup()
    add("wrong")
    add("right")
    answer({ code: "invalid", errors: { name: ["missing"] } })
    expect(replies).toEqual([["wrong", { code: "invalid", errors: { name: ["missing"] } }]])
    expect(sent.at(-1)?.f).toBe("right")
  })

  it("sends nothing while it is paused, but lets what is under way be answered", async () => {
    const { add, queue, answer, sent, replies } = setup()
    add("under way")
    add("waiting")
    queue.pause()
    const settled = queue.settled()
    answer([])
    await settled
    expect(replies).toEqual([["under way", []]])
    expect(sent).toHaveLength(1)
    queue.resume()
    expect(sent).toHaveLength(2)
  })

  it("goes on when what is told of a reply throws", () => {
    const { queue, answer, sent } = setup()
    queue.add({ f: "first" }, () => {
      throw new Error("in the page")
    })
    queue.add({ f: "second" }, () => {})
    expect(() => answer([])).toThrow("in the page")
    expect(sent.at(-1)?.f).toBe("second")
  })

  it("numbers anew in another room, without repeating there what the former may have run", () => {
    const { add, queue, sent, replies } = setup()
    add("begun")
    add("waiting")
    queue.disconnected()
    queue.restart()
    expect(replies).toEqual([["begun", { code: "outcome_unknown" }]])
    queue.connected()
    expect(sent.at(-1)).toEqual({ n: 1, f: "waiting" })
  })

  it("sends a concurrent event at once, which holds up no other", () => {
    const { add, addConcurrent, answerTo, sent, replies, queue } = setup()
    add("slow")
    add("behind")
    addConcurrent("beside")
    addConcurrent("also beside")
    expect(sent.map(({ n, f }) => [n, f])).toEqual([
      [1, "slow"],
      [2, "beside"],
      [3, "also beside"],
    ])
    answerTo("also beside", [])
    answerTo("slow", [])
    expect(sent.at(-1)).toEqual({ n: 4, f: "behind" })
    answerTo("behind", [])
    expect([replies.map(([f]) => f), queue.size()]).toEqual([["also beside", "slow", "behind"], 1])
  })

  it("sends all that was under way again after a reconnection, each with its number, and is settled when all of it is answered", async () => {
    const { add, addConcurrent, answerTo, sent, queue, clock } = setup()
    add("slow")
    addConcurrent("beside")
    queue.disconnected()
    addConcurrent("waiting")
    queue.connected()
    expect(sent.slice(2).map(({ n, f }) => [n, f])).toEqual([
      [1, "slow"],
      [2, "beside"],
      [3, "waiting"],
    ])
    const settled = vi.fn()
    const settling = queue.settled().then(settled)
    answerTo("slow", [])
    answerTo("waiting", [])
    await Promise.resolve()
    expect(settled).not.toHaveBeenCalled()
    answerTo("beside", [])
    await settling
    expect([queue.size(), clock.timers()]).toEqual([0, 0])
  })

  it("holds concurrent events too while it is paused, counts them among the hundred, and answers them when the page is left", () => {
    const { add, addConcurrent, queue, sent, replies, clock } = setup()
    queue.pause()
    for (let event = 0; event < 99; event++) addConcurrent("many")
    add("last")
    addConcurrent("one more")
    expect([sent.length, replies]).toEqual([0, [["one more", { code: "queue_full" }]]])
    queue.clear()
    expect([replies.length, queue.size(), clock.timers()]).toEqual([101, 0, 0])
  })

  it("answers everything of a page that was left with nothing, and leaves no timer", () => {
    const { add, queue, replies, answer, clock } = setup()
    add("under way")
    add("waiting")
    queue.clear()
    expect(replies).toEqual([
      ["under way", []],
      ["waiting", []],
    ])
    answer([["title", "late"]])
    expect(replies).toHaveLength(2)
    expect(clock.timers()).toBe(0)
  })
})

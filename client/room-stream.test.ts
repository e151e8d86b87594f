import { describe, expect, it, vi } from "vitest"

import type { Heads, Patch } from "../server/protocol.ts"
import { fakeClock } from "./fixtures/fake-clock.ts"
import { createRoomStream } from "./room-stream.ts"

function setup(first: Heads = { room: "a:0" }) {
  const clock = fakeClock()
  const applied: string[] = []
  const resumed: Heads[] = []
  const answers: ((sent: boolean | undefined) => void)[] = []
  let refreshes = 0
  const stream = createRoomStream(
    first,
    {
      apply: (patches) => applied.push(...patches.map(([, text]) => String(text))),
      resume: (heads, done) => {
        resumed.push(heads)
        answers.push(done)
      },
      refresh: () => void refreshes++,
    },
    clock,
  )
  const push = (offset: number, epoch = "a", room = "room") => stream.pushed(room, epoch, offset, [["title", `${offset}`] satisfies Patch])
  return {
    clock,
    stream,
    push,
    applied,
    resumed,
    answer: (sent: boolean | undefined) => answers.at(-1)?.(sent),
    refreshes: () => refreshes,
  }
}

describe("the stream of a room", () => {
  it("applies what is next, and drops what the page has", () => {
    const { push, applied, stream } = setup({ room: "a:4" })
    push(4)
    push(5)
    push(5)
    expect(applied).toEqual(["5"])
    expect(stream.heads()).toEqual({ room: "a:5" })
  })

  it("applies what is outside the log without moving its position", () => {
    const { push, applied, stream } = setup()
    push(0)
    expect(applied).toEqual(["0"])
    expect(stream.heads()).toEqual({ room: "a:0" })
  })

  it("holds what is ahead until the gap is closed, in order", () => {
    const { push, applied, clock, resumed } = setup()
    push(3)
    push(2)
    expect(applied).toEqual([])
    push(1)
    expect(applied).toEqual(["1", "2", "3"])
    clock.pass(1_000)
    expect(resumed).toEqual([])
  })

  it("asks for what is missing when a gap stays 80 milliseconds", () => {
    const { push, applied, clock, resumed, answer, refreshes } = setup()
    push(1)
    push(3)
    clock.pass(79)
    expect(resumed).toEqual([])
    clock.pass(1)
    expect(resumed).toEqual([{ room: "a:1" }])
    push(2)
    answer(true)
    expect(applied).toEqual(["1", "2", "3"])
    expect(refreshes()).toBe(0)
  })

  it("renders the page again when the log does not reach back, or the gap stays", () => {
    const reachesNot = setup()
    reachesNot.push(9)
    reachesNot.clock.pass(80)
    reachesNot.answer(false)
    expect(reachesNot.refreshes()).toBe(1)
    const stays = setup()
    stays.push(9)
    stays.clock.pass(80)
    stays.answer(true)
    expect(stays.refreshes()).toBe(1)
  })

  it("asks again when there was no answer", () => {
    const { push, clock, answer, resumed } = setup()
    push(2)
    clock.pass(80)
    answer(undefined)
    clock.pass(80)
    expect(resumed).toHaveLength(2)
  })

  it("renders the page again in another epoch", () => {
    const { push, applied, clock, refreshes } = setup()
    push(1, "b")
    push(2, "b")
    expect(applied).toEqual([])
    clock.pass(3_000)
    push(3, "b")
    clock.pass(3_000)
    expect(refreshes()).toBe(1)
  })

  it("spreads what every page has to do in another epoch over three seconds", () => {
    const at = [0, 0.5, 0.999].map((random) => {
      vi.spyOn(Math, "random").mockReturnValue(random)
      const { push, clock, refreshes } = setup()
      push(1, "b")
      let passed = 0
      for (; refreshes() === 0; passed += 100) clock.pass(100)
      return passed
    })
    vi.restoreAllMocks()
    expect(at).toEqual([100, 1_500, 3_000])
  })

  it("asks for what is missing when a head is announced that it has not reached", () => {
    const { stream, clock, resumed, push } = setup()
    stream.announced({ room: "a:2" })
    push(1)
    clock.pass(80)
    expect(resumed).toEqual([{ room: "a:1" }])
  })

  it("asks for nothing when what was announced is under way, or was had before", () => {
    const { stream, clock, resumed, push } = setup()
    stream.announced({ room: "a:1" })
    push(1)
    stream.announced({ room: "a:0" })
    clock.pass(1_000)
    expect(resumed).toEqual([])
  })

  it("takes up rooms that were joined, and forgets those that were left", () => {
    const { stream, push, applied } = setup()
    stream.announced({ chat: "c:7" })
    push(8, "c", "chat")
    expect(applied).toEqual(["8"])
    stream.announced({ chat: null })
    expect(stream.heads()).toEqual({ room: "a:0" })
  })

  it("lets a reply wait for the gap before it", () => {
    const { push, stream, applied } = setup()
    push(2)
    stream.whenComplete(() => applied.push("reply"))
    expect(applied).toEqual([])
    push(1)
    expect(applied).toEqual(["1", "2", "reply"])
  })

  it("holds what comes while the page is rendered again, and applies what that did not contain", () => {
    const { push, stream, applied, resumed } = setup()
    stream.pause()
    push(1)
    push(2)
    push(3)
    stream.whenComplete(() => applied.push("reply"))
    stream.reset({ room: "a:2" })
    expect(applied).toEqual(["3", "reply"])
    expect(resumed).toEqual([])
  })

  it("holds 64 and no more: the rest comes again", () => {
    const { push, applied, clock, resumed } = setup()
    for (let offset = 2; offset < 102; offset++) push(offset)
    push(1)
    expect(applied).toHaveLength(65)
    push(102)
    clock.pass(80)
    expect(resumed).toEqual([{ room: "a:65" }])
  })

  it("keeps its positions and nothing else while disconnected", () => {
    const { push, stream, applied, clock, resumed } = setup()
    push(1)
    push(3)
    stream.disconnected()
    clock.pass(1_000)
    expect(resumed).toEqual([])
    push(2)
    push(3)
    expect(applied).toEqual(["1", "2", "3"])
  })
})

import { beforeEach, describe, expect, it } from "vitest"

import { heldClock } from "./browser-clock.ts"
import { type Lane, Wire } from "./wire.ts"

let arrived: string[]
let wire: Wire
let lanes: { sent: Lane; received: Lane }
let clock: ReturnType<typeof heldClock>

beforeEach(() => {
  arrived = []
  wire = new Wire(() => undefined)
  clock = heldClock()
  const window = { Date: class {}, performance: {}, document: {} } as unknown as Window & typeof globalThis // All of a window that a clock touches.
  clock.installIn(window)
  const later = (call: () => void, milliseconds: number) => void window.setTimeout(call, milliseconds)
  lanes = { sent: wire.open("sent", later), received: wire.open("received", later) }
})

function put(text: string, direction: "sent" | "received" = "sent", isMessage = true): void {
  lanes[direction].put({ text, isMessage, arrive: () => void arrived.push(text) })
}

describe("a wire", () => {
  it("lets everything through at once where nobody asks for a fault", () => {
    for (const text of ["a", "b"]) put(text)
    expect([arrived, wire.waiting]).toEqual([["a", "b"], 0])
  })

  it("keeps the order when a delay becomes shorter", async () => {
    wire.delay(100)
    put("slow")
    wire.delay(0)
    put("quick")
    expect([arrived, wire.waiting]).toEqual([[], 2])
    await clock.advance(100)
    expect(arrived).toEqual(["slow", "quick"])
  })

  it("delays and holds one direction without the other", async () => {
    wire.delay(100, "sent")
    wire.hold("received")
    put("out")
    put("in", "received")
    await clock.advance(100)
    expect(arrived).toEqual(["out"])
    wire.release()
    expect(arrived).toEqual(["out", "in"])
  })

  it("loses, repeats and reorders the next message that is meant, once, and nothing that is no message", () => {
    wire.dropNext("sent", "b")
    wire.duplicateNext("sent", /^c/g)
    wire.reorderNext("sent", "d")
    wire.dropNext("received")
    for (const text of ["b ping", "a"]) put(text, "sent", text === "a")
    for (const text of ["b", "b", "c", "c", "d", "e", "d"]) put(text)
    expect(arrived).toEqual(["b ping", "a", "b", "c", "c", "c", "e", "d", "d"])
  })

  it("lets arrive on release what was to be overtaken, and expects no fault any more", () => {
    wire.reorderNext("sent")
    wire.dropNext("sent")
    put("a")
    expect(wire.waiting).toBe(1)
    wire.release()
    put("b")
    expect([arrived, wire.waiting]).toEqual([["a", "b"], 0])
  })

  it("loses what is on its way with the document that sent it", async () => {
    wire.delay(100)
    put("a")
    wire.closeAll()
    expect(wire.waiting).toBe(0)
    await clock.advance(100)
    expect(arrived).toEqual([])
  })
})

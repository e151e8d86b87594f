import fc from "fast-check"
import { describe, expect, it } from "vitest"

import { cases } from "../../scripts/properties.mjs"
import { MemoryRoomLog } from "./memory-room-log.ts"
import { logLimits, type Position } from "./room-log.ts"

/** What a page knows: a position, and how many messages the room had been sent then. */
interface Bookmark {
  room: string
  position: Position
  sent: number
}

type Step = { do: "send" | "sendLarge" | "mark" | "bookmark"; room: string } | { do: "wait"; milliseconds: number }

const room = fc.constantFrom("a", "b", "c")
const steps = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constantFrom<"send" | "bookmark">("send", "bookmark"), room }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom<"sendLarge" | "mark">("sendLarge", "mark"), room }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant<"wait">("wait"), milliseconds: fc.integer({ min: 1, max: 2 * logLimits.age }) }) },
  ),
  { maxLength: 60 },
)

describe("the log in memory, whatever happens", () => {
  it("gives a page exactly what it has missed, or says that there is a gap; and no gap where everything was kept", async () => {
    await fc.assert(fc.asyncProperty(steps, holds), cases(1_000))
  })
})

async function holds(steps: Step[]): Promise<void> {
  let time = 0
  const log = new MemoryRoomLog({ now: () => time })
  /** By room: each message, null where it was not kept; and when the last was sent. */
  const sent = new Map<string, (string | null)[]>()
  const bookmarks: Bookmark[] = []
  let forgotten = new Set<string>()
  const lastSent = new Map<string, number>()

  const send = async (name: string, message: string | null) => {
    const messages = sent.get(name) ?? []
    sent.set(name, [...messages, message])
    lastSent.set(name, time)
    if (message === null) await log.mark(name)
    else await log.append(name, [["title", message]])
  }

  for (const [at, step] of steps.entries()) {
    if (step.do === "wait") {
      time += step.milliseconds
      const old = [...lastSent].filter(([, when]) => time - when > logLimits.age)
      forgotten = new Set([...forgotten, ...old.map(([name]) => name)])
    } else if (step.do === "bookmark") {
      bookmarks.push({ room: step.room, position: await log.head(step.room), sent: sent.get(step.room)?.length ?? 0 })
    } else {
      await send(step.room, step.do === "send" ? String(at) : step.do === "mark" ? null : "x".repeat(logLimits.patch))
    }
  }

  for (const bookmark of bookmarks) {
    const missed = sent.get(bookmark.room)?.slice(bookmark.sent) ?? []
    const entries = await log.since(bookmark.room, bookmark.position)
    const kept = missed.every((message) => message !== null && message.length < 100)
    if (entries === "gap") expect(kept && !forgotten.has(bookmark.room) && missed.length <= logLimits.entries).toBe(false)
    else expect(entries.map(({ patches }) => patches)).toEqual(missed.map((message) => [["title", message]]))
  }
}

import { beforeEach, describe, expect, it, vi } from "vitest"

import type { HandshakeAuth } from "../../server/protocol.ts"
import { createEntry, totalOf } from "./entry.ts"
import { createFlights } from "./flights.ts"
import { createJournal, mostEntries } from "./journal.ts"

const auth: HandshakeAuth = { token: "room.time.signature", document: "document", heads: {}, shown: ["", 0], url: "/" }

/** An event that triggered at 0 and is sent at 5. */
function sentEvent() {
  const journal = createJournal(() => {})
  const flights = createFlights(journal)
  flights.connecting(auth)
  const entry = journal.add(createEntry("event", "add"))
  flights.numbered(1, entry)
  vi.advanceTimersByTime(5)
  flights.sent("0", { n: 1, f: "add", t: "click" }, 60)
  const told = (milliseconds: number, handler?: number, id = "room:document:1") => flights.serverTold({ id, milliseconds, handler })
  return { journal, flights, entry, told }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] })
  return () => vi.useRealTimers()
})

describe("an event on its way", () => {
  it("has its time divided between the queue, the wire and the server, whichever is known first", () => {
    const [one, two] = [sentEvent(), sentEvent()]
    one.told(8, 6)
    vi.advanceTimersByTime(30)
    one.flights.replied("0", [], 20)
    two.flights.replied("0", [], 20)
    two.told(8, 6)
    expect(one.entry).toMatchObject({ cause: "click", outcome: "ok", sent: 60, received: 20, sends: 1, runs: 1 })
    expect(one.entry.times).toEqual({ queue: 5, wire: 27, handler: 8, run: 6 })
    expect(two.entry.times).toEqual({ queue: 5, wire: 22, handler: 8, run: 6 })
    expect(totalOf(two.entry)).toBe(35)
  })

  it("has been on the wire since it was first sent, and its handler has run once, where the reply was lost", () => {
    const { flights, entry, told } = sentEvent()
    told(8, 6)
    vi.advanceTimersByTime(100)
    flights.connecting(auth)
    flights.sent("0", { n: 1, f: "add" }, 60)
    told(1)
    vi.advanceTimersByTime(30)
    flights.replied("0", [], 20)
    expect(entry).toMatchObject({ sends: 2, runs: 1, sent: 120, received: 20 })
    expect(entry.times).toEqual({ queue: 5, wire: 121, handler: 9, run: 6 })
  })

  it("waits in the queue again where it was refused for a while", () => {
    const { flights, entry } = sentEvent()
    vi.advanceTimersByTime(10)
    flights.replied("0", { code: "rate_limited", retry: 50 }, 20)
    expect(entry.outcome).toBe("rate_limited")
    vi.advanceTimersByTime(50)
    flights.sent("1", { n: 1, f: "add" }, 60)
    vi.advanceTimersByTime(10)
    flights.replied("1", [], 20)
    expect(entry).toMatchObject({ outcome: "ok", times: { queue: 55, wire: 20 } })
  })

  it("tells the code of a refusal and the reference of a mistake", () => {
    const { flights, entry } = sentEvent()
    flights.replied("0", { code: "handler_error", reference: "1a2b3c4d" }, 50)
    expect(entry).toMatchObject({ outcome: "handler_error", reference: "1a2b3c4d" })
  })

  it("is not taken for another page's, whose server tells every page", () => {
    const { entry, told } = sentEvent()
    told(8, 6, "room:another:1")
    told(8, 6, "room:document:2")
    expect(entry.runs).toBeUndefined()
  })
})

it("keeps the newest entries, newest first", () => {
  const journal = createJournal(() => {})
  for (let index = 0; index < mostEntries + 10; index++) journal.add(createEntry("event", String(index)))
  expect(journal.entries).toHaveLength(mostEntries)
  expect(journal.entries[0]?.name).toBe(String(mostEntries + 9))
})

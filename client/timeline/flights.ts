import type { EventEnded } from "../../server/dev/timeline.ts"
import type { EventMessage, HandshakeAuth, Reply } from "../../server/protocol.ts"
import { roomOf } from "../identity.ts"
import { createEntry, type Entry } from "./entry.ts"
import type { Journal } from "./journal.ts"

/** Events from their trigger to their reply: when they were where. */
export interface Flights {
  /** The event that waits for its reply. */
  underWay: Entry | undefined
  connecting(auth: HandshakeAuth): void
  numbered(number: number, entry: Entry): void
  sent(ack: string, message: EventMessage, bytes: number): void
  /** Gives the entry of the event that was answered. */
  replied(ack: string, reply: Reply, bytes: number): Entry | undefined
  serverTold(ended: EventEnded): void
}

/** Since when an event is on the wire, and what of that the server accounts for. */
interface Flight {
  departed?: number
  told: number
}

export function createFlights(journal: Journal): Flights {
  const byNumber = new Map<number, Entry>()
  const byAck = new Map<string, Entry>()
  const flights = new WeakMap<Entry, Flight>()
  /** Room and document: the beginning of the ids of this page's events. */
  let identity = ""

  function flightOf(entry: Entry): Flight {
    const flight = flights.get(entry) ?? { told: 0 }
    flights.set(entry, flight)
    return flight
  }

  function sent(ack: string, message: EventMessage, bytes: number): void {
    const entry = byNumber.get(message.n) ?? journal.add(createEntry("event", message.f))
    const flight = flightOf(entry)
    byNumber.set(message.n, entry)
    byAck.set(ack, entry)
    entry.cause = message.t ?? ""
    entry.outcome = "under way"
    entry.sent += bytes
    entry.sends++
    own.underWay = entry
    // Sent again without an answer to the first, it has been on the wire since then.
    if (flight.departed === undefined) depart(entry, flight)
    journal.changed()
  }

  function depart({ times, began }: Entry, flight: Flight): void {
    flight.departed = performance.now()
    times.queue = flight.departed - began - (times.wire ?? 0) - (times.handler ?? 0)
  }

  function replied(ack: string, reply: Reply, bytes: number): Entry | undefined {
    const entry = byAck.get(ack)
    if (!entry) return undefined
    if (own.underWay === entry) own.underWay = undefined
    entry.received += bytes
    entry.outcome = Array.isArray(reply) ? "ok" : reply.code
    entry.reference = Array.isArray(reply) ? undefined : reply.reference
    arrive(entry, flightOf(entry))
    journal.changed()
    return entry
  }

  function arrive(entry: Entry, flight: Flight): void {
    if (flight.departed === undefined) return
    entry.times.wire = (entry.times.wire ?? 0) + performance.now() - flight.departed
    flight.departed = undefined
    divide(entry, flight)
  }

  function serverTold({ id, milliseconds, handler }: EventEnded): void {
    const entry = id.startsWith(`${identity}:`) ? byNumber.get(Number(id.slice(identity.length + 1))) : undefined
    if (!entry) return
    const flight = flightOf(entry)
    flight.told += milliseconds
    entry.runs = (entry.runs ?? 0) + (handler === undefined ? 0 : 1)
    if (handler !== undefined) entry.times.run = (entry.times.run ?? 0) + handler
    divide(entry, flight)
    journal.changed()
  }

  /** Between the wire and the server, once both are known: the wire has what the server does not account for. */
  function divide({ times }: Entry, flight: Flight): void {
    if (times.wire === undefined || !flight.told || flight.departed !== undefined) return
    const handler = Math.min(flight.told, times.wire)
    times.wire -= handler
    times.handler = (times.handler ?? 0) + handler
    flight.told = 0
  }

  const own: Flights = {
    underWay: undefined,
    connecting({ token, document }) {
      identity = `${roomOf(token)}:${document}`
      byAck.clear()
    },
    numbered: (number, entry) => void byNumber.set(number, entry),
    sent,
    replied,
    serverTold,
  }
  return own
}

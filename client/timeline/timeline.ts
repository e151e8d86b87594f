import type { EventEnded } from "../../server/dev/timeline.ts"
import { EVERYONE } from "../../server/protocol.ts"
import type { Instruction, Patch, Reply } from "../../server/protocol.ts"
import { createApplied } from "./applied.ts"
import { watchDocuments } from "./documents.ts"
import { createEntry } from "./entry.ts"
import { createFlights } from "./flights.ts"
import type { Journal } from "./journal.ts"
import type { Tap } from "./line.ts"
import { bytesOf, type Packet, readPacket } from "./packets.ts"
import { watchTriggers } from "./triggers.ts"

export interface Timeline extends Tap {
  serverTold(ended: EventEnded): void
}

/** What happens in the page, put together from what it says and hears, from its own DOM events, and from what its server tells. */
export function createTimeline(journal: Journal): Timeline {
  const flights = createFlights(journal)
  const applied = createApplied(journal)
  let reason: string | undefined
  let lostAt: number | undefined
  watchTriggers(journal, flights)
  watchDocuments(journal, takeReason)

  const read: { [Type in Packet["type"]]: (packet: Extract<Packet, { type: Type }>, bytes: number) => void } = {
    connect: ({ auth }) => flights.connecting(auth),
    event: ({ ack, message }, bytes) => flights.sent(ack, message, bytes),
    reply: ({ ack, reply }, bytes) => replied(ack, reply, bytes),
    push: ({ room, patches }, bytes) => pushed(room, patches, bytes),
    control: ({ instruction }) => instructed(instruction),
  }

  function tap(text: string): void {
    const packet = readPacket(text)
    if (packet) readerOf(packet)(packet, bytesOf(text))
  }

  /** The table's entry belongs to the type by which it is looked up; the compiler cannot follow that through a union. */
  function readerOf({ type }: Packet): (packet: Packet, bytes: number) => void {
    return read[type] as (packet: Packet, bytes: number) => void
  }

  function replied(ack: string, reply: Reply, bytes: number): void {
    const entry = flights.replied(ack, reply, bytes)
    if (entry && Array.isArray(reply)) applied.expect(entry, reply)
  }

  /** What a handler sends to its own page while it runs belongs to its event. */
  function pushed(room: string, patches: Patch[], bytes: number): void {
    const known = namesOfRooms[room]
    const entry = (room === "" && flights.underWay) || journal.add(createEntry("push", known ?? "broadcast", known ? "" : room))
    entry.received += bytes
    applied.expect(entry, patches)
    journal.changed()
  }

  function instructed(instruction: Instruction): void {
    if (instruction === "move") journal.add(createEntry("connection", "moved to another node"))
    else reason = "told by the server"
  }

  function takeReason(): string {
    const taken = reason
    reason = undefined
    return taken ?? ""
  }

  function connected(name: string, recovered: boolean): void {
    if (!recovered) reason = "something was missed"
    const entry = createEntry("connection", name, recovered ? "" : reason)
    if (lostAt !== undefined) entry.times.wire = performance.now() - lostAt
    lostAt = undefined
    journal.add(entry)
  }

  function disconnected(): void {
    lostAt = performance.now()
    journal.add(createEntry("connection", "disconnected"))
  }

  addEventListener("liveview:connect", ({ detail }) => connected("connected", detail.recovered), true)
  addEventListener("liveview:reconnect", ({ detail }) => connected("reconnected", detail.recovered), true)
  addEventListener("liveview:disconnect", disconnected, true)

  return { sent: tap, received: tap, serverTold: flights.serverTold }
}

const namesOfRooms: Record<string, string> = { "": "sent to this page", [EVERYONE]: "broadcast to everyone" }

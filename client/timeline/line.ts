import type { Clock } from "../clock.ts"
import { type Conditions, createLane, type Lane } from "./lane.ts"
import { bytesOf, packetsOf, readPacket } from "./packets.ts"

export interface LineConditions extends Conditions {
  /** No connection, until it is switched on again. */
  offline: boolean
}

/** Who is told what the page says and hears, packet by packet, at that moment. */
export interface Tap {
  sent(packet: string): void
  received(packet: string): void
}

/** One connection of the page, as the line sees it. */
export interface Connected {
  cut(): void
}

/** What lies between the page and its server: shared by all connections, of which there is one at a time or, with polling, a few. */
export interface Line {
  readonly conditions: LineConditions
  /** The next reply will be lost, and the connection with it. */
  readonly losesReply: boolean
  lanes(): { out: Lane; back: Lane }
  opened(connected: Connected): void
  closed(connected: Connected): void
  /** Tells what is sent; gives its bytes. */
  sends(payload: string): number
  /** Tells what has arrived; false: it was lost. */
  receives(payload: string): boolean
  set(changes: Partial<LineConditions>): void
  cut(): void
  loseReply(): void
}

export function createLine(conditions: LineConditions, tap: Tap, clock: Clock): Line {
  const connections = new Set<Connected>()
  const current = () => conditions

  function set(changes: Partial<LineConditions>): void {
    const wasOffline = conditions.offline
    Object.assign(conditions, changes)
    if (conditions.offline) cut()
    // As a device says it: what waits to connect again does it at once.
    else if (wasOffline) dispatchEvent(new Event("online"))
  }

  function cut(): void {
    for (const connected of [...connections]) connected.cut()
  }

  function receives(payload: string): boolean {
    const packets = packetsOf(payload)
    if (line.losesReply && packets.some((packet) => readPacket(packet)?.type === "reply")) {
      line.losesReply = false
      cut()
      return false
    }
    for (const packet of packets) tap.received(packet)
    return true
  }

  const line = {
    conditions,
    losesReply: false,
    lanes: () => ({ out: createLane(current, clock), back: createLane(current, clock) }),
    opened: (connected: Connected) => void connections.add(connected),
    closed: (connected: Connected) => void connections.delete(connected),
    sends(payload: string): number {
      for (const packet of packetsOf(payload)) tap.sent(packet)
      return bytesOf(payload)
    },
    receives,
    set,
    cut,
    loseReply() {
      line.losesReply = !line.losesReply
    },
  }
  return line
}

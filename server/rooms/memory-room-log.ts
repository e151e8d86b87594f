import { BoundedMap } from "../operations/bounded-map.ts"
import type { Patch } from "../protocol.ts"
import { newEpoch, logLimits, type Entry, type Position, type RoomLog } from "./room-log.ts"

/** A room's log; patches that were too large to keep are null. */
interface Log {
  offset: number
  entries: { offset: number; patches: Patch[] | null; bytes: number }[]
  bytes: number
}

/** How many floors there are: a room that was forgotten raises the floor of the few that share it, and idle pages of those render once more. */
const floors = 65_536

/** The log of the one process that serves an application without Redis. `total` bounds the bytes of all rooms together. */
export class MemoryRoomLog implements RoomLog {
  #epoch = newEpoch()
  /** Ordered by when they were last appended to. */
  readonly #rooms: BoundedMap<Log>
  /** Where a room that is not remembered stands. Forgotten rooms leave their offset here, so that no position is used twice, in memory that does not grow. */
  readonly #floors = new Uint32Array(floors)

  constructor({ now = Date.now, total = 64_000_000 }: { now?: () => number; total?: number } = {}) {
    this.#rooms = new BoundedMap({ count: Number.POSITIVE_INFINITY, bytes: total, now }, (room, log) => this.#forgotten(room, log))
  }

  /** How many rooms are remembered. */
  get size(): number {
    this.#rooms.tidy()
    return this.#rooms.size
  }

  async head(room: string): Promise<Position> {
    return this.#head(room)
  }

  async heads(rooms: string[]): Promise<Map<string, Position>> {
    this.#rooms.tidy()
    return new Map(rooms.map((room) => [room, this.#head(room)]))
  }

  async append(room: string, patches: Patch[]): Promise<Position> {
    const bytes = Buffer.byteLength(JSON.stringify(patches))
    return bytes > logLimits.patch ? this.#add(room, null, 0) : this.#add(room, patches, bytes)
  }

  async mark(room: string): Promise<Position> {
    return this.#add(room, null, 0)
  }

  async since(room: string, { epoch, offset }: Position): Promise<Entry[] | "gap"> {
    const head = this.#head(room)
    if (epoch !== head.epoch || offset > head.offset) return "gap"
    const missed = this.#rooms.peek(room)?.entries.filter((entry) => entry.offset > offset) ?? []
    if (missed.length !== head.offset - offset) return "gap"
    const entries = missed.flatMap(({ offset, patches }) => (patches ? [{ offset, patches }] : []))
    return entries.length === missed.length ? entries : "gap"
  }

  async renew(): Promise<void> {
    this.#epoch = newEpoch()
    this.#rooms.clear()
  }

  async close(): Promise<void> {
    this.#rooms.clear()
  }

  #head(room: string): Position {
    return { epoch: this.#epoch, offset: this.#rooms.peek(room)?.offset ?? this.#floor(room) }
  }

  #add(room: string, patches: Patch[] | null, bytes: number): Position {
    const log = this.#rooms.peek(room) ?? { offset: this.#floor(room), entries: [], bytes: 0 }
    log.offset += 1
    log.entries.push({ offset: log.offset, patches, bytes })
    log.bytes += bytes
    while (log.entries.length > logLimits.entries || log.bytes > logLimits.bytes) log.bytes -= log.entries.shift()?.bytes ?? 0
    this.#rooms.set(room, log, logLimits.age + 1, log.bytes)
    return { epoch: this.#epoch, offset: log.offset }
  }

  #forgotten(room: string, { offset }: Log): void {
    this.#floors[hash(room)] = Math.max(this.#floor(room), offset)
  }

  #floor(room: string): number {
    return this.#floors[hash(room)] ?? 0
  }
}

/** FNV-1a. */
function hash(room: string): number {
  let sum = 0x811c9dc5
  for (let at = 0; at < room.length; at++) sum = Math.imul(sum ^ room.charCodeAt(at), 0x01000193)
  return (sum >>> 0) % floors
}

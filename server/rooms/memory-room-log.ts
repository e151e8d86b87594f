import type { Patch } from "../protocol.ts"
import { newEpoch, logLimits, type Entry, type Position, type RoomLog } from "./room-log.ts"

/** A room's log; patches that were too large to keep are null. */
interface Log {
  offset: number
  entries: { offset: number; patches: Patch[] | null; bytes: number }[]
  bytes: number
  appended: number
}

/** How many floors there are: a room that was forgotten raises the floor of the few that share it, and idle pages of those render once more. */
const floors = 65_536

/** The log of the one process that serves an application without Redis. `total` bounds the bytes of all rooms together. */
export class MemoryRoomLog implements RoomLog {
  readonly #epoch = newEpoch()
  /** Ordered by when they were last appended to. */
  readonly #rooms = new Map<string, Log>()
  /** Where a room that is not remembered stands. Forgotten rooms leave their offset here, so that no position is used twice, in memory that does not grow. */
  readonly #floors = new Uint32Array(floors)
  readonly #now: () => number
  readonly #total: number
  #bytes = 0

  constructor({ now = Date.now, total = 64_000_000 }: { now?: () => number; total?: number } = {}) {
    this.#now = now
    this.#total = total
  }

  /** How many rooms are remembered. */
  get size(): number {
    this.#forgetIdle()
    return this.#rooms.size
  }

  async head(room: string): Promise<Position> {
    this.#forgetIdle()
    return this.#head(room)
  }

  async heads(rooms: string[]): Promise<Map<string, Position>> {
    this.#forgetIdle()
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
    this.#forgetIdle()
    const head = this.#head(room)
    if (epoch !== head.epoch || offset > head.offset) return "gap"
    const missed = this.#rooms.get(room)?.entries.filter((entry) => entry.offset > offset) ?? []
    if (missed.length !== head.offset - offset) return "gap"
    const entries = missed.flatMap(({ offset, patches }) => (patches ? [{ offset, patches }] : []))
    return entries.length === missed.length ? entries : "gap"
  }

  async close(): Promise<void> {
    this.#rooms.clear()
    this.#bytes = 0
  }

  #head(room: string): Position {
    return { epoch: this.#epoch, offset: this.#rooms.get(room)?.offset ?? this.#floor(room) }
  }

  #add(room: string, patches: Patch[] | null, bytes: number): Position {
    this.#forgetIdle()
    const log = this.#rooms.get(room) ?? { offset: this.#floor(room), entries: [], bytes: 0, appended: 0 }
    this.#rooms.delete(room)
    this.#rooms.set(room, log)
    log.appended = this.#now()
    log.offset += 1
    log.entries.push({ offset: log.offset, patches, bytes })
    log.bytes += bytes
    this.#bytes += bytes
    while (log.entries.length > logLimits.entries || log.bytes > logLimits.bytes) this.#dropOldest(log)
    this.#forgetWhile(() => this.#bytes > this.#total && this.#rooms.size > 1)
    return { epoch: this.#epoch, offset: log.offset }
  }

  #dropOldest(log: Log): void {
    const bytes = log.entries.shift()?.bytes ?? 0
    log.bytes -= bytes
    this.#bytes -= bytes
  }

  #forgetIdle(): void {
    const oldest = this.#now() - logLimits.age
    this.#forgetWhile((log) => log.appended < oldest)
  }

  #forgetWhile(condition: (log: Log) => boolean): void {
    for (const [room, log] of this.#rooms) {
      if (!condition(log)) return
      this.#rooms.delete(room)
      this.#bytes -= log.bytes
      const floor = hash(room)
      this.#floors[floor] = Math.max(this.#floors[floor] ?? 0, log.offset)
    }
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

import type { Logger } from "pino"
import type { Server, Socket } from "socket.io"

import { AuthorError } from "../errors.ts"
import type { Heads, Patch } from "../protocol.ts"
import { EVERYONE, HEADS, PUSH } from "../protocol.ts"
import type { Position, RoomLog } from "./room-log.ts"
import { formatPosition, parsePosition, unknownPosition } from "./room-log.ts"

/** What a page that asks for what it has missed gets: nothing, patches, the advice to render itself again; or the log does not answer. */
export type Resumed = "current" | "replayed" | "gap" | "away"

/** Rooms whose names are remembered because something was sent to them that is not in the log. */
const mostUnlogged = 100_000
/** Rooms that the log is asked for, and pages that are told, at once. */
const batch = 250

/** Sends patches to the pages in a room, on every node, and remembers them for pages that are away. */
export class Rooms {
  readonly #io: Server
  readonly #log: RoomLog
  readonly #logger: Logger
  readonly #resumed: (outcome: Resumed) => void
  /** What was sent to these rooms while the log was away reached the pages of this node alone. */
  readonly #unlogged = new Set<string>()

  constructor(io: Server, log: RoomLog, logger: Logger, resumed: (outcome: Resumed) => void = () => undefined) {
    this.#io = io
    this.#log = log
    this.#logger = logger
    this.#resumed = resumed
  }

  /** Where the log does not answer, patches are delivered all the same, without a position. */
  async publish(room: string, patches: Patch[]): Promise<void> {
    if (typeof room !== "string" || room === "")
      throw new AuthorError(`to() expected the name of a room, got ${room === "" ? "an empty text" : typeof room}.`)
    if (patches.length === 0) return
    const { epoch, offset } = await this.#append(room, patches)
    this.#io.to(room).emit(PUSH, label(room), epoch, offset, patches)
  }

  async #append(room: string, patches: Patch[]): Promise<Position> {
    try {
      return await this.#log.append(room, patches)
    } catch (error) {
      this.#logger[this.#unlogged.size ? "debug" : "error"]({ err: error, room }, "patches were sent without being logged")
      if (this.#unlogged.size <= mostUnlogged) this.#unlogged.add(room)
      return { epoch: "", offset: 0 }
    }
  }

  /** What could not be logged is noted in the log once that answers, so that pages which may not have it render themselves again. */
  async markUnlogged(): Promise<void> {
    if (this.#unlogged.size > mostUnlogged) await this.#renew()
    for (const room of this.#unlogged) await this.#mark(room)
  }

  async #renew(): Promise<void> {
    await this.#log.renew()
    this.#unlogged.clear()
  }

  /** The pages hear of it by the announcements that follow. */
  async #mark(room: string): Promise<void> {
    await this.#log.mark(room)
    this.#unlogged.delete(room)
  }

  /** Where rooms stand, as a page is told. Where the log does not answer, a position that makes the page ask again once it does. */
  async heads(rooms: Iterable<string>): Promise<Heads> {
    const names = [...rooms]
    try {
      return await this.#headsOf(names)
    } catch (error) {
      this.#logger.debug({ err: error }, "the positions of rooms are not known")
      return Object.fromEntries(names.map((room) => [label(room), formatPosition(unknownPosition)]))
    }
  }

  async #headsOf(rooms: string[]): Promise<Heads> {
    const heads = await this.#log.heads(rooms)
    return Object.fromEntries([...heads].map(([room, position]) => [label(room), formatPosition(position)]))
  }

  /** Tells the pages of this node where their rooms stand, so that they notice what never reached this node; pauses between batches. */
  async announce(pause: () => Promise<unknown>): Promise<void> {
    const { rooms, sids } = this.#io.of("/").adapter
    await inBatches(
      [...rooms.keys()].filter((room) => !sids.has(room) && room !== EVERYONE),
      pause,
      (some) => this.#announceSome(some),
    )
    await this.#announceEveryone(pause)
  }

  async #announceSome(rooms: string[]): Promise<void> {
    for (const [room, position] of await this.#log.heads(rooms)) {
      // Nothing was ever sent to it; another epoch is announced by the room of everyone.
      if (position.offset > 0) this.#io.local.to(room).emit(HEADS, { [label(room)]: formatPosition(position) })
    }
  }

  /** Some pages after the other: where they have to render themselves again, they do not all come at once. */
  async #announceEveryone(pause: () => Promise<unknown>): Promise<void> {
    const head = await this.#log.head(EVERYONE)
    await inBatches([...this.#io.of("/").sockets.values()], pause, (sockets) => {
      for (const socket of sockets) socket.emit(HEADS, { [EVERYONE]: formatPosition(head) })
    })
  }

  /**
   * Sends a socket what it has missed of the rooms. "gap": that is not known any more, and the page must render itself again.
   * "away": nobody can say yet; the page will be told when the log is back.
   */
  async replay(socket: Socket, rooms: Iterable<string>, heads: Heads): Promise<Resumed> {
    const outcomes = await Promise.all([...rooms].map((room) => this.#replayRoom(socket, room, heads[label(room)])))
    for (const outcome of outcomes) this.#resumed(outcome)
    return worst.find((outcome) => outcomes.includes(outcome)) ?? "current"
  }

  async #replayRoom(socket: Socket, room: string, head: string | null | undefined): Promise<Resumed> {
    const position = parsePosition(head)
    if (!position) return "gap"
    // What the log was asked to keep when it did not answer may be in it all the same: the pages of this node have it already.
    if (this.#unlogged.has(room) || this.#unlogged.size > mostUnlogged) return "away"
    try {
      const entries = await this.#log.since(room, position)
      if (entries === "gap") return "gap"
      for (const { offset, patches } of entries) socket.emit(PUSH, label(room), position.epoch, offset, patches)
      return entries.length ? "replayed" : "current"
    } catch (error) {
      this.#logger.debug({ err: error, room }, "a page could not be told what it has missed")
      return "away"
    }
  }

  /** Joins a socket to a room and tells it where the room stands. */
  async join(socket: Socket, room: string): Promise<void> {
    const heads = await this.heads([room])
    await socket.join(room)
    socket.emit(HEADS, heads)
    await this.replay(socket, [room], heads)
  }

  async leave(socket: Socket, room: string): Promise<void> {
    await socket.leave(room)
    socket.emit(HEADS, { [label(room)]: null })
  }
}

async function inBatches<T>(items: T[], pause: () => Promise<unknown>, handle: (some: T[]) => unknown): Promise<void> {
  while (items.length) {
    await handle(items.splice(0, batch))
    if (items.length) await pause()
  }
}

const worst: Resumed[] = ["gap", "away", "replayed"]

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** How a room is called on the wire: a page's own room is "", which saves its UUID in every frame. */
export function label(room: string): string {
  return uuid.test(room) ? "" : room
}

/** Checks the name of a room that an author's page joins. The rooms of pages and the room of everyone are not to be joined. */
export function checkRoomName(room: unknown, where: string): asserts room is string {
  if (typeof room !== "string" || room === "" || room.length > 200)
    throw new AuthorError(`${where} expected the name of a room (1 to 200 characters), got ${JSON.stringify(room)}.`)
  if (room === EVERYONE || uuid.test(room))
    throw new AuthorError(`${where} expected a room of your own, got ${room}: every page is in "${EVERYONE}" and in its own room already.`)
}

import type { Logger } from "pino"
import type { Server, Socket } from "socket.io"

import { AuthorError } from "../errors.ts"
import type { Heads, Patch } from "../protocol.ts"
import { EVERYONE, HEADS, PUSH } from "../protocol.ts"
import type { Position, RoomLog } from "./room-log.ts"
import { formatPosition, parsePosition } from "./room-log.ts"

/** Sends patches to the pages in a room, on every node, and remembers them for pages that are away. */
export class Rooms {
  readonly #io: Server
  readonly #log: RoomLog
  readonly #logger: Logger

  constructor(io: Server, log: RoomLog, logger: Logger) {
    this.#io = io
    this.#log = log
    this.#logger = logger
  }

  /** Where the log does not answer, patches are delivered all the same, without a position. */
  async publish(room: string, patches: Patch[]): Promise<void> {
    if (patches.length === 0) return
    const { epoch, offset } = await this.#append(room, patches)
    this.#io.to(room).emit(PUSH, label(room), epoch, offset, patches)
  }

  async #append(room: string, patches: Patch[]): Promise<Position> {
    try {
      return await this.#log.append(room, patches)
    } catch (error) {
      this.#logger.error({ err: error, room }, "patches were sent without being logged")
      return { epoch: "", offset: 0 }
    }
  }

  /** Where rooms stand, as a page is told. Empty where the log does not answer: then there is nothing to resume from. */
  async heads(rooms: Iterable<string>): Promise<Heads> {
    try {
      const heads = await this.#log.heads([...rooms])
      return Object.fromEntries([...heads].map(([room, position]) => [label(room), formatPosition(position)]))
    } catch (error) {
      this.#logger.error({ err: error }, "the positions of rooms are not known")
      return {}
    }
  }

  /** Sends a socket what it has missed of the rooms; false where that is not known any more. */
  async replay(socket: Socket, rooms: Iterable<string>, heads: Heads): Promise<boolean> {
    const replayed = await Promise.all([...rooms].map((room) => this.#replayRoom(socket, room, heads[label(room)])))
    return replayed.every(Boolean)
  }

  async #replayRoom(socket: Socket, room: string, head: string | null | undefined): Promise<boolean> {
    const position = parsePosition(head)
    if (!position) return false
    try {
      const entries = await this.#log.since(room, position)
      if (entries === "gap") return false
      for (const { offset, patches } of entries) socket.emit(PUSH, label(room), position.epoch, offset, patches)
      return true
    } catch (error) {
      this.#logger.error({ err: error, room }, "a page could not be told what it has missed")
      return false
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

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** How a room is called on the wire: a page's own room is "", which saves its UUID in every frame. */
export function label(room: string): string {
  return uuid.test(room) ? "" : room
}

/** Checks the name of a room that an author's page joins. The rooms of pages and the room of everyone are not to be joined. */
export function checkRoomName(room: unknown, where: string): asserts room is string {
  if (typeof room !== "string" || room === "" || room.length > 200) throw new AuthorError(`${where} expected the name of a room (1 to 200 characters), got ${JSON.stringify(room)}.`)
  if (room === EVERYONE || uuid.test(room)) throw new AuthorError(`${where} expected a room of your own, got ${room}: every page is in "${EVERYONE}" and in its own room already.`)
}

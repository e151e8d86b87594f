import { createServer } from "node:http"

import pino from "pino"
import { Server } from "socket.io"
import type { Socket } from "socket.io"
import { afterEach, describe, expect, it } from "vitest"

import type { Patch } from "../protocol.ts"
import { MemoryRoomLog } from "./memory-room-log.ts"
import type { Position } from "./room-log.ts"
import { Rooms } from "./rooms.ts"

/** A log that does what it is asked, and does not answer while it `hangs`: the commands were on their way already. */
class HangingLog extends MemoryRoomLog {
  hangs = false

  override async append(room: string, patches: Patch[]): Promise<Position> {
    const position = await super.append(room, patches)
    if (this.hangs) throw new Error("no answer")
    return position
  }
}

const servers: Server[] = []

afterEach(async () => {
  for (const server of servers.splice(0)) await server.close()
})

function newRooms() {
  const io = new Server(createServer())
  servers.push(io)
  const log = new HangingLog()
  return { log, rooms: new Rooms(io, log, pino({ enabled: false })) }
}

/** What a page that has come back is sent. */
async function resume(rooms: Rooms, head: string) {
  const sent: unknown[][] = []
  const socket = { emit: (...frame: unknown[]) => sent.push(frame) } as unknown as Socket // Nothing else of it is used.
  return { outcome: await rooms.replay(socket, ["harbour"], { harbour: head }), sent }
}

describe("a room whose log did not answer", () => {
  it("is not replayed before it is marked: the pages of this node have what the log may hold", async () => {
    const { log, rooms } = newRooms()
    const head = (await rooms.heads(["harbour"])).harbour ?? ""
    log.hangs = true
    await rooms.publish("harbour", [["title", "one"]])
    log.hangs = false
    expect(await resume(rooms, head)).toEqual({ outcome: "away", sent: [] })
    await rooms.markUnlogged()
    expect(await resume(rooms, head)).toEqual({ outcome: "gap", sent: [] })
  })

  it("is replayed again once every page knows where it stands", async () => {
    const { log, rooms } = newRooms()
    log.hangs = true
    await rooms.publish("harbour", [["title", "one"]])
    log.hangs = false
    await rooms.markUnlogged()
    const head = (await rooms.heads(["harbour"])).harbour ?? ""
    await rooms.publish("harbour", [["title", "two"]])
    const { outcome, sent } = await resume(rooms, head)
    expect([outcome, sent.map((frame) => frame.at(-1))]).toEqual(["replayed", [[["title", "two"]]]])
  })
})

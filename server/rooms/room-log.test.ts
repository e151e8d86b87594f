import { afterAll, beforeAll, describe, expect, it } from "vitest"

import type { Patch } from "../protocol.ts"
import { createLog } from "../operations/log.ts"
import { connectRedis, type RedisConnection } from "../redis/connect-redis.ts"
import { startRedis, type RedisServer } from "../testing/redis-server.ts"
import { MemoryRoomLog } from "./memory-room-log.ts"
import { RedisRoomLog } from "./redis-room-log.ts"
import { formatPosition, logLimits, parsePosition, type RoomLog } from "./room-log.ts"

const title = (text: string): Patch[] => [["title", text]]
let rooms = 0
const newRoom = () => `room ${++rooms}`

function roomLogContract(name: string, open: () => RoomLog) {
  describe(name, () => {
    it("gives a room that nothing was sent to a position that stays, and from which the first patches are known", async () => {
      const log = open()
      const room = newRoom()
      const before = await log.head(room)
      expect(await log.head(room)).toEqual(before)
      expect(await log.since(room, before)).toEqual([])
      await log.append(room, title("first"))
      expect(await log.since(room, before)).toEqual([{ offset: before.offset + 1, patches: title("first") }])
    })

    it("gives what was sent after a position, in order, and counts in steps of one", async () => {
      const log = open()
      const room = newRoom()
      const first = await log.append(room, title("a"))
      const second = await log.append(room, title("b"))
      const third = await log.append(room, title("c ü ☃"))
      expect([second.offset, third.offset]).toEqual([first.offset + 1, first.offset + 2])
      expect(await log.head(room)).toEqual(third)
      expect(await log.since(room, first)).toEqual([
        { offset: second.offset, patches: title("b") },
        { offset: third.offset, patches: title("c ü ☃") },
      ])
      expect(await log.since(room, third)).toEqual([])
    })

    it("keeps rooms apart", async () => {
      const log = open()
      const [one, other] = [newRoom(), newRoom()]
      const before = await log.heads([one, other])
      await log.append(one, title("a"))
      const after = await log.heads([one, other])
      expect(after.get(one)).not.toEqual(before.get(one))
      expect(after.get(other)).toEqual(before.get(other))
      expect(await log.heads([])).toEqual(new Map())
    })

    it("knows no way from where it was before it was renewed, and goes on from there", async () => {
      const log = open()
      const room = newRoom()
      const before = await log.append(room, title("a"))
      await log.renew()
      expect(await log.since(room, before)).toBe("gap")
      const head = await log.head(room)
      expect(head.epoch).not.toBe(before.epoch)
      await log.append(room, title("b"))
      expect(await log.since(room, head)).toEqual([{ offset: head.offset + 1, patches: title("b") }])
    })

    it("knows no way from another epoch or from a position that is ahead", async () => {
      const log = open()
      const room = newRoom()
      const head = await log.append(room, title("a"))
      expect(await log.since(room, { ...head, epoch: "another" })).toBe("gap")
      expect(await log.since(room, { ...head, offset: head.offset + 1 })).toBe("gap")
    })

    it(`keeps the last ${logLimits.entries} and has a gap before them`, async () => {
      const log = open()
      const room = newRoom()
      const before = await log.head(room)
      const first = await log.append(room, title("0"))
      for (let at = 1; at <= logLimits.entries; at++) await log.append(room, title(String(at)))
      expect(await log.since(room, before)).toBe("gap")
      expect(await log.since(room, first)).toHaveLength(logLimits.entries)
    })

    it("keeps no more bytes of a room than the bound", async () => {
      const log = open()
      const room = newRoom()
      const before = await log.head(room)
      const text = "x".repeat(60_000)
      const first = await log.append(room, title(text))
      for (let at = 0; at < 8; at++) await log.append(room, title(text))
      expect(await log.since(room, before)).toBe("gap")
      expect(await log.since(room, first)).toHaveLength(8)
    })

    it("has a gap where patches were too large to keep", async () => {
      const log = open()
      const room = newRoom()
      const before = await log.head(room)
      const large = await log.append(room, title("x".repeat(logLimits.patch)))
      expect(large.offset).toBe(before.offset + 1)
      await log.append(room, title("small"))
      expect(await log.since(room, before)).toBe("gap")
      expect(await log.since(room, large)).toHaveLength(1)
    })

    it("has a gap where something was sent that is not in the log", async () => {
      const log = open()
      const room = newRoom()
      const before = await log.head(room)
      const marked = await log.mark(room)
      expect(await log.since(room, before)).toBe("gap")
      expect(await log.since(room, marked)).toEqual([])
    })

    it("gives every one of many at once a position of its own", async () => {
      const log = open()
      const room = newRoom()
      const positions = await Promise.all(Array.from({ length: 50 }, (_, at) => log.append(room, title(String(at)))))
      expect(new Set(positions.map(formatPosition)).size).toBe(50)
    })
  })
}

roomLogContract("the log in memory", () => new MemoryRoomLog())

describe("the log in memory, as time passes", () => {
  function clock() {
    let time = 1_000_000
    const pass = (milliseconds: number) => {
      time += milliseconds
    }
    return { now: () => time, pass }
  }

  it("forgets a room after its age and then has a gap for who was behind, none for who was not", async () => {
    const { now, pass } = clock()
    const log = new MemoryRoomLog({ now })
    const before = await log.head("news")
    const head = await log.append("news", title("a"))
    pass(logLimits.age)
    expect(await log.since("news", before)).toHaveLength(1)
    pass(1)
    expect(log.size).toBe(0)
    expect(await log.since("news", before)).toBe("gap")
    expect(await log.since("news", head)).toEqual([])
  })

  it("never uses a position twice for a room that was forgotten and comes back", async () => {
    const { now, pass } = clock()
    const log = new MemoryRoomLog({ now })
    const before = await log.head("news")
    const first = await log.append("news", title("first"))
    pass(logLimits.age + 1)
    const second = await log.append("news", title("second"))
    expect(formatPosition(second)).not.toBe(formatPosition(first))
    expect(await log.since("news", before)).toBe("gap")
    expect(await log.since("news", first)).toEqual([{ offset: second.offset, patches: title("second") }])
  })

  it("keeps all rooms together within a bound of bytes, the quietest forgotten first", async () => {
    const log = new MemoryRoomLog({ total: 1_000 })
    const before = await log.heads(["quiet", "busy"])
    await log.append("quiet", title("x".repeat(600)))
    await log.append("busy", title("x".repeat(600)))
    expect(log.size).toBe(1)
    expect(await log.since("quiet", before.get("quiet") ?? { epoch: "", offset: 0 })).toBe("gap")
    expect(await log.since("busy", before.get("busy") ?? { epoch: "", offset: 0 })).toHaveLength(1)
  })

  it("makes nothing for rooms that are only asked about", async () => {
    const log = new MemoryRoomLog()
    await log.heads(Array.from({ length: 1_000 }, () => newRoom()))
    expect(log.size).toBe(0)
  })
})

describe("with a real Redis", () => {
  let server: RedisServer
  let connection: RedisConnection

  beforeAll(async () => {
    server = await startRedis()
    connection = await connectRedis(server.url, createLog("test"))
  })
  afterAll(async () => {
    await connection.close()
    await server.stop()
  })

  roomLogContract("the log in Redis", () => new RedisRoomLog(connection))

  it("makes nothing for rooms that are only asked about", async () => {
    const log = new RedisRoomLog(connection, "untouched:")
    await log.heads(["a", "b", "c"])
    expect(await connection.client.keys("untouched:*")).toEqual(["untouched:epoch"])
  })

  it("is one log for two nodes", async () => {
    const [one, other] = [new RedisRoomLog(connection), new RedisRoomLog(connection)]
    const before = await other.head("shared")
    await one.append("shared", title("a"))
    expect(await other.since("shared", before)).toHaveLength(1)
  })

  it("lets the patches of a room expire, and its position later", async () => {
    const log = new RedisRoomLog(connection, "expiring:")
    await log.append("news", title("a"))
    expect(await connection.client.pTTL("expiring:log:news")).toBeGreaterThan(logLimits.age - 10_000)
    expect(await connection.client.pTTL("expiring:log:news")).toBeLessThanOrEqual(logLimits.age)
    expect(await connection.client.ttl("expiring:room:news")).toBeGreaterThan(24 * 60 * 60)
  })

  it("has a gap for who was behind when the patches have expired, none for who was not", async () => {
    const log = new RedisRoomLog(connection)
    const before = await log.head("expired")
    const head = await log.append("expired", title("a"))
    await connection.client.del("livetsx:log:expired")
    expect(await log.since("expired", before)).toBe("gap")
    expect(await log.since("expired", head)).toEqual([])
    const next = await log.append("expired", title("b"))
    expect(next.offset).toBe(head.offset + 1)
    expect(await log.since("expired", head)).toHaveLength(1)
  })

  it("starts a new epoch, for rooms that were never sent to as well, when Redis has lost its data", async () => {
    const log = new RedisRoomLog(connection)
    const untouched = await log.head("never")
    const before = await log.append("flushed", title("a"))
    await connection.client.flushAll()
    expect(await log.since("never", untouched)).toBe("gap")
    expect(await log.since("flushed", before)).toBe("gap")
    const after = await log.append("flushed", title("b"))
    expect(after.epoch).not.toBe(before.epoch)
  })

  it("starts a new epoch when Redis comes back with an older state of itself", async () => {
    const log = new RedisRoomLog(connection)
    const saved = await log.append("rolled back", title("a"))
    await connection.client.sendCommand(["SAVE"])
    const lost = await log.append("rolled back", title("b"))
    const down = new Promise<void>((resolve) => connection.onDown(resolve))
    await server.kill()
    await down
    const up = new Promise<void>((resolve) => connection.onUp(resolve))
    await server.start()
    await up
    expect(await connection.client.hGet("livetsx:room:rolled back", "offset")).toBe(String(saved.offset))
    expect(await log.since("rolled back", lost)).toBe("gap")
    expect(await log.since("rolled back", saved)).toBe("gap")
    expect(formatPosition(await log.append("rolled back", title("c")))).not.toBe(formatPosition(lost))
  })

  it("rejects at once while Redis is away, and starts a new epoch when it is back", async () => {
    const log = new RedisRoomLog(connection)
    const before = await log.append("restarted", title("a"))
    const down = new Promise<void>((resolve) => connection.onDown(resolve))
    await server.kill()
    await down
    await expect(log.append("restarted", title("b"))).rejects.toThrow()
    await expect(log.head("restarted")).rejects.toThrow()
    const up = new Promise<void>((resolve) => connection.onUp(resolve))
    await server.start()
    await up
    expect(await log.since("restarted", before)).toBe("gap")
    expect((await log.append("restarted", title("c"))).epoch).not.toBe(before.epoch)
  })
})

describe("a position", () => {
  it("travels as a text", () => {
    expect(parsePosition(formatPosition({ epoch: "k3x9a0", offset: 41 }))).toEqual({ epoch: "k3x9a0", offset: 41 })
  })

  it.each([
    undefined,
    null,
    3,
    {},
    "",
    ":",
    "a:",
    ":1",
    "a:-1",
    "a:01",
    "a:1.5",
    "a:1e3",
    "A:1",
    "a:b:1",
    "a:9999999999999999",
    "a:1\n",
    `${"a".repeat(30)}:1`,
  ])("is not made of %j", (text) => {
    expect(parsePosition(text)).toBeUndefined()
  })
})

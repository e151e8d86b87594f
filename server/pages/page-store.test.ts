import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { createLog } from "../operations/log.ts"
import { connectRedis, type RedisConnection } from "../redis/connect-redis.ts"
import { startRedis, type RedisServer } from "../testing/redis-server.ts"
import { MemoryPageStore } from "./memory-page-store.ts"
import type { PageRecord, PageStore } from "./page-store.ts"
import { RedisPageStore } from "./redis-page-store.ts"

const record = (count: number): PageRecord => ({
  states: { counter: { count } },
  rooms: ["news"],
  granted: { url: "/counter", rooms: ["news"] },
  url: "/counter?a=1",
  session: "s",
})

function pageStoreContract(name: string, open: () => PageStore) {
  describe(name, () => {
    it("gives back what was saved, the latest of it", async () => {
      const store = open()
      await store.save("room", record(1), 60)
      await store.save("room", record(2), 60)
      expect(await store.load("room")).toEqual(record(2))
    })

    it("has nothing for a room that it does not know or that was deleted", async () => {
      const store = open()
      await store.save("gone", record(1), 60)
      await store.delete("gone")
      await store.delete("never there")
      expect(await store.load("gone")).toBeUndefined()
      expect(await store.load("__proto__")).toBeUndefined()
    })

    it("keeps a copy: what is changed afterwards, before or after loading, is not in the store", async () => {
      const store = open()
      const saved = record(1)
      await store.save("room", saved, 60)
      saved.states.counter = null
      const loaded = await store.load("room")
      loaded?.rooms.push("another")
      expect(await store.load("room")).toEqual(record(1))
    })
  })
}

pageStoreContract("pages in memory", () => new MemoryPageStore())

describe("pages in memory, bounded", () => {
  it("forgets a page after its time", async () => {
    let time = 0
    const store = new MemoryPageStore({ now: () => time })
    await store.save("room", record(1), 60)
    time = 59_999
    expect(await store.load("room")).toBeDefined()
    time = 60_000
    expect(await store.load("room")).toBeUndefined()
    expect(store.size).toBe(0)
  })

  it("forgets the least recently used when there are too many, or too many bytes", async () => {
    const few = new MemoryPageStore({ count: 2 })
    for (const room of ["a", "b"]) await few.save(room, record(1), 60)
    await few.load("a")
    await few.save("c", record(1), 60)
    expect([await few.load("a"), await few.load("b"), await few.load("c")].map((each) => each !== undefined)).toEqual([true, false, true])

    const small = new MemoryPageStore({ bytes: 3_000 })
    for (const room of ["a", "b"]) await small.save(room, { ...record(1), url: "x".repeat(1_000) }, 60)
    expect(await small.load("a")).toBeUndefined()
    expect(await small.load("b")).toBeDefined()
  })

  it("is the same after it was written down and read, less what has expired", async () => {
    let time = 0
    const store = new MemoryPageStore({ now: () => time })
    await store.save("short", record(1), 10)
    await store.save("long", record(2), 60)
    const written: unknown = JSON.parse(JSON.stringify(store.entries()))
    time = 30_000
    const next = new MemoryPageStore({ now: () => time })
    next.restore(written)
    expect(await next.load("short")).toBeUndefined()
    expect(await next.load("long")).toEqual(record(2))
    time = 60_000
    expect(await next.load("long")).toBeUndefined()
  })

  it.each([undefined, null, 1, "x", {}, [1, null, [], ["room"], ["room", 1, 2], ["room", "x", 9e15], [1, "{}", 9e15]]])(
    "reads nothing from %j",
    (written) => {
      const store = new MemoryPageStore()
      store.restore(written)
      expect(store.size).toBe(0)
    },
  )
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

  pageStoreContract("pages in Redis", () => new RedisPageStore(connection))

  it("forgets a page after its time", async () => {
    await new RedisPageStore(connection).save("timed", record(1), 60)
    const left = await connection.client.pTTL("livetsx:page:timed")
    expect(left).toBeGreaterThan(50_000)
    expect(left).toBeLessThanOrEqual(60_000)
  })
})

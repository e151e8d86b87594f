import { afterEach, describe, expect, it, vi } from "vitest"

import { createLog } from "../operations/log.ts"
import { handler } from "../events/handler.ts"
import { page } from "../pages/page.ts"
import { connectRedis, type RedisConnection } from "../redis/connect-redis.ts"
import { openWire, type WirePage } from "../sockets/fixtures/wire-page.ts"
import { testApp, type TestApp } from "../testing/index.ts"
import { startRedis } from "../testing/redis-server.ts"
import { MemoryPresence } from "./memory-presence.ts"
import type { Present, PresenceStore } from "./presence.ts"
import { RedisPresence } from "./redis-presence.ts"

declare module "livetsx" {
  interface PresenceInfo {
    name?: string
  }
}
declare module "livetsx" {
  interface SessionData {
    name?: string
  }
}

vi.setConfig({ testTimeout: 30_000 })

const modules = {
  "components/hall.tsx": {
    hall: page("/hall", { rooms: ["hall"], render: async ({ presence }) => <p id="who">{names(await presence("hall").list()).join()}</p> }),
    lobby: page("/lobby", () => <p id="lobby" />),
    enter: handler("enter", ({ join }) => join("hall")),
    quit: handler("quit", ({ leave }) => leave("hall")),
    rename: handler("rename", ({ session, data }) => {
      session.name = String(data.name)
    }),
  },
}

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function node(redis?: string): Promise<TestApp> {
  const app = await testApp({
    modules,
    ...(redis ? { redis } : {}),
    printLog: false,
    presence: ({ session }) => ({ name: session.name ?? "somebody" }),
  })
  closers.push(() => app.close())
  return app
}

async function open(app: TestApp, path: string, cookie?: string): Promise<WirePage> {
  const wire = await openWire(app.url, path, cookie === undefined ? {} : { cookie })
  closers.push(() => wire.close())
  return wire
}

function names(present: Present[]): string[] {
  return present.map(({ info, pages }) => `${info.name ?? "?"}×${pages}`)
}

const inHall = async (app: TestApp) => names(await app.live.presence("hall").list())

describe.each(["in memory", "with Redis"])("presence %s", (where) => {
  async function nodes(): Promise<[TestApp, TestApp]> {
    if (where === "in memory") {
      const app = await node()
      return [app, app]
    }
    const server = await startRedis()
    closers.push(() => server.stop())
    return [await node(server.url), await node(server.url)]
  }

  it("lists visitors once, with the pages that they have in the room, wherever those are", async () => {
    const [one, other] = await nodes()
    const first = await open(one, "/hall")
    await first.event("rename", { name: "Ada" })
    await vi.waitFor(async () => expect(await inHall(other)).toEqual(["Ada×1"]))
    await open(other, "/hall", first.document.cookie)
    await vi.waitFor(async () => expect(await inHall(one)).toEqual(["Ada×2"]))
    await open(other, "/hall")
    await open(other, "/lobby")
    await vi.waitFor(async () => expect(await inHall(one)).toEqual(["Ada×2", "somebody×1"]))
    expect((await fetch(`${one.url}/hall`).then((response) => response.text())).includes("Ada×2,somebody×1")).toBe(true)
    expect(JSON.stringify(await one.live.presence("hall").list())).not.toContain(first.document.cookie.slice(20, 40))
  })

  it("follows who joins, leaves, changes and goes, and tells on the node where that happened", async () => {
    const [one, other] = await nodes()
    const told: string[][] = []
    const stop = other.live.presence("hall").onChange((present) => told.push(names(present)))
    const wire = await open(other, "/lobby")
    expect(await inHall(one)).toEqual([])
    await wire.event("enter")
    await vi.waitFor(() => expect(told.at(-1)).toEqual(["somebody×1"]))
    await wire.event("rename", { name: "Bob" })
    await vi.waitFor(() => expect(told.at(-1)).toEqual(["Bob×1"]))
    await wire.event("quit")
    await vi.waitFor(() => expect(told.at(-1)).toEqual([]))
    await wire.event("enter")
    await vi.waitFor(() => expect(told.at(-1)).toEqual(["Bob×1"]))
    wire.close()
    await vi.waitFor(() => expect(told.at(-1)).toEqual([]), { timeout: 5_000 })
    stop()
    expect(await inHall(one)).toEqual([])
  })

  it("does not tell that somebody went who is back at once", async () => {
    const [one] = await nodes()
    const wire = await open(one, "/hall")
    await vi.waitFor(async () => expect(await inHall(one)).toEqual(["somebody×1"]))
    const told: Present[][] = []
    one.live.presence("hall").onChange((present) => told.push(present))
    wire.socket.disconnect()
    wire.socket.connect()
    await vi.waitFor(() => expect(wire.heads.length).toBe(2))
    await new Promise((resolve) => setTimeout(resolve, 2_300)) // Longer than a page may be away.
    expect(told).toEqual([])
    expect(await inHall(one)).toEqual(["somebody×1"])
  })
})

describe("a node that dies", () => {
  const heartbeat = { every: 50, dead: 300 }
  const attendant = (name: string) => ({ visitor: name, info: { name }, since: 1 })

  async function connections(): Promise<{ connect: () => Promise<RedisConnection> }> {
    const server = await startRedis()
    closers.push(() => server.stop())
    return {
      connect: async () => {
        const connection = await connectRedis(server.url, createLog("test", { write: () => undefined }))
        closers.push(() => connection.close())
        return connection
      },
    }
  }

  it("takes its pages along, and the one that notices is told in which rooms", async () => {
    const { connect } = await connections()
    const dying = await connect()
    const [dead, alive] = [new RedisPresence(dying, { heartbeat }), new RedisPresence(await connect(), { heartbeat })]
    closers.push(() => alive.close())
    const lost: string[] = []
    alive.onLost((rooms) => lost.push(...rooms))
    await dead.enter("hall", "a", attendant("a"))
    await alive.enter("hall", "b", attendant("b"))
    expect(await alive.list("hall")).toHaveLength(2)
    await dying.close()
    await vi.waitFor(() => expect(lost).toEqual(["hall"]))
    expect(await alive.list("hall")).toEqual([attendant("b")])
    await dead.close()
  })

  it("is there again with all of its pages when it was only taken for dead", async () => {
    const { connect } = await connections()
    const connection = await connect()
    const store = new RedisPresence(connection, { heartbeat })
    closers.push(() => store.close())
    await store.enter("hall", "a", attendant("a"))
    await connection.client.flushAll()
    await vi.waitFor(async () => expect(await store.list("hall")).toEqual([attendant("a")]))
  })

  it("has gone from a room that it left while Redis was told that it came, also where that takes longer", async () => {
    const { connect } = await connections()
    const connection = await connect()
    const [store, other] = [new RedisPresence(connection), new RedisPresence(await connect())]
    closers.push(
      () => store.close(),
      () => other.close(),
    )
    // As after a restart: the script of those who come is not known to Redis, that of those who leave is.
    await connection.client.scriptFlush()
    await other.leave("elsewhere", "b")
    await Promise.all([store.enter("hall", "a", attendant("a")), store.leave("hall", "a")])
    expect(await other.list("hall")).toEqual([])
  })

  it("answers for itself while Redis is away", async () => {
    const { connect } = await connections()
    const connection = await connect()
    const store: PresenceStore = new RedisPresence(connection, { heartbeat })
    await store.enter("hall", "a", attendant("a"))
    await connection.close()
    expect(await store.list("hall")).toEqual([attendant("a")])
    await store.close()
  })
})

it("forgets the rooms that nobody is in", async () => {
  const store = new MemoryPresence()
  await store.enter("hall", "a", { visitor: "a", info: {}, since: 1 })
  await store.leave("hall", "a")
  expect(store.has("hall")).toBe(false)
})

it("says what is missing where an application has not said what others see", async () => {
  const app = await testApp({ modules, printLog: false })
  closers.push(() => app.close())
  expect(() => app.live.presence("hall")).toThrow(/option presence/)
})

it("goes on where a listener fails", async () => {
  const app = await node()
  const told: Present[][] = []
  app.live.presence("hall").onChange(async () => {
    throw new Error("a mistake")
  })
  app.live.presence("hall").onChange((present) => told.push(present))
  await open(app, "/hall")
  await vi.waitFor(() => expect(told).toHaveLength(1))
  await vi.waitFor(() => expect(app.log.join("")).toContain("a listener of presence failed"))
})

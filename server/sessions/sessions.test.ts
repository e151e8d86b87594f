import { once } from "node:events"
import { createServer, IncomingMessage, type Server } from "node:http"
import { Socket } from "node:net"

import express, { type Express } from "express"
import type { SessionData, Store } from "express-session"
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"

import { createLog } from "../operations/log.ts"
import { connectRedis, type RedisConnection } from "../redis/connect-redis.ts"
import { startRedis, type RedisServer } from "../testing/redis-server.ts"
import { MemorySessionStore } from "./memory-session-store.ts"
import { RedisSessionStore, redisSessionBus } from "./redis-sessions.ts"
import type { SessionOptions } from "./session-options.ts"
import { createSessions, type Sessions } from "./sessions.ts"

declare module "livetsx" {
  interface SessionData {
    user?: string
    basket?: string[]
  }
}

const secrets = ["a secret of thirty-two characters!"]
const lifetime = 60_000
const servers: Server[] = []

/** Ends the requests to /slow. */
const slow = new Set<() => void>()

afterEach(() => {
  slow.clear()
  for (const server of servers.splice(0)) server.close()
})

/** An application with sessions, and a visitor who keeps the cookie. */
async function visit(store: Store, options: SessionOptions = {}, accepted = secrets) {
  const sessions = createSessions({ secrets: accepted, store, options })
  return { sessions, ...(await serve(sessions)) }
}

async function serve(sessions: Sessions) {
  const server = createServer(application(sessions)).listen(0)
  servers.push(server)
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" && address ? address.port : 0
  const visitor = { cookie: "", setCookie: "" }
  const get = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie: visitor.cookie } })
    visitor.setCookie = response.headers.get("set-cookie") ?? ""
    if (visitor.setCookie) visitor.cookie = visitor.setCookie.split(";")[0] ?? ""
    return response.text()
  }
  return { visitor, get }
}

function application(sessions: Sessions): Express {
  const app = express()
  app.use(sessions.middleware)
  app.get("/asset", (_request, response) => void response.send("asset"))
  app.get("/page", async (request, response) => {
    await sessions.begin(request)
    response.send(request.sessionID)
  })
  app.get("/login", (request, response) => {
    request.session.user = "ada"
    response.send(request.sessionID)
  })
  app.get("/slow", async (request, response) => {
    await new Promise<void>((resolve) => slow.add(resolve))
    request.session.user = "mallory"
    response.send("slow")
  })
  app.get("/user", (request, response) => void response.send(request.session.user ?? "nobody"))
  app.get("/renew", (request, response) => void request.session.regenerate(() => response.send(request.sessionID)))
  app.get("/logout", (request, response) => void request.session.destroy(() => response.send("bye")))
  return app
}

function sessionsContract(name: string, open: () => Store) {
  describe(name, () => {
    it("makes a session for a page, none for an asset", async () => {
      const { sessions, visitor, get } = await visit(open())
      await get("/asset")
      expect(visitor.setCookie).toBe("")
      const id = await get("/page")
      expect(visitor.setCookie).toMatch(/^livetsx\.sid=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/)
      expect(await sessions.load(id)).toEqual({})
      expect(await get("/page")).toBe(id)
      expect(visitor.setCookie).toBe("")
    })

    it("shows a handler what a route has written, and a route what a handler has saved", async () => {
      const { sessions, get } = await visit(open())
      const id = await get("/login")
      const session = await sessions.open(id)
      expect(session?.data).toEqual({ user: "ada" })
      if (session) session.data.user = "grace"
      expect(await session?.save()).toBe(true)
      expect(await session?.save()).toBe(false)
      expect(await get("/user")).toBe("grace")
    })

    it("writes only what was changed, also inside a value, and takes away what was deleted", async () => {
      const { sessions, get } = await visit(open())
      const id = await get("/login")
      const [one, other] = [await sessions.open(id), await sessions.open(id)]
      if (!one || !other) throw new Error("There is no session.")
      one.data.basket = ["tea"]
      other.data.user = "grace"
      await one.save()
      await other.save()
      expect(await sessions.load(id)).toEqual({ user: "grace", basket: ["tea"] })
      one.data.basket.push("milk")
      delete one.data.user
      await one.save()
      expect(await sessions.load(id)).toEqual({ basket: ["tea", "milk"] })
    })

    it("ends a session at a logout, tells so, and does not let work that was under way bring it back", async () => {
      const { sessions, get } = await visit(open())
      const ended = vi.fn()
      sessions.onEnded(ended)
      const id = await get("/login")
      const session = await sessions.open(id)
      await get("/logout")
      expect(ended).toHaveBeenCalledWith(id)
      expect(await sessions.load(id)).toBeUndefined()
      expect(await sessions.open(id)).toBeUndefined()
      if (session) session.data.user = "mallory"
      expect(await session?.save()).toBe(false)
      expect(await sessions.load(id)).toBeUndefined()
      expect(await get("/user")).toBe("nobody")
    })

    it("does not let a request that was under way at a logout bring the session back", async () => {
      const store = open()
      const { sessions, get } = await visit(store)
      const id = await get("/login")
      const answer = get("/slow")
      await vi.waitFor(() => expect(slow.size).toBe(1))
      await sessions.destroy(id)
      for (const finish of slow) finish()
      expect(await answer).toBe("slow")
      const elsewhere = createSessions({ secrets, store })
      expect(await elsewhere.load(id)).toBeUndefined()
    })

    it("ends the old session when a login renews its id", async () => {
      const { sessions, get } = await visit(open())
      const ended = vi.fn()
      const stop = sessions.onEnded(ended)
      const id = await get("/login")
      await get("/renew")
      expect(ended).toHaveBeenCalledWith(id)
      expect(await sessions.load(id)).toBeUndefined()
      stop()
      await sessions.destroy("another")
      expect(ended).toHaveBeenCalledTimes(1)
    })

    it("tells when a session was written", async () => {
      const { sessions, get } = await visit(open())
      const changed = vi.fn()
      sessions.onChanged(changed)
      const id = await get("/login")
      expect(changed).toHaveBeenCalledWith(id)
      changed.mockClear()
      await get("/user")
      expect(changed).not.toHaveBeenCalled()
    })

    it("knows whose handshake it is by the cookie, and nobody's by none or an altered one", async () => {
      const { sessions, visitor, get } = await visit(open())
      const id = await get("/page")
      const identify = (cookie: string | undefined) => sessions.identify(handshake(cookie))
      const request = handshake(visitor.cookie)
      await sessions.identify(request)
      expect("session" in request).toBe(false)
      expect(await identify(visitor.cookie)).toBe(id)
      expect(await identify(undefined)).not.toBe(id)
      expect(await identify(`${visitor.cookie}x`)).not.toBe(id)
      expect(await identify(`livetsx.sid=${id}`)).not.toBe(id)
    })

    it("accepts a cookie that was signed with an older secret", async () => {
      const store = open()
      const before = await visit(store, {}, ["old secret"])
      const id = await before.get("/page")
      const after = await visit(store, {}, ["new secret", "old secret"])
      after.visitor.cookie = before.visitor.cookie
      expect(await after.get("/page")).toBe(id)
    })

    it("puts off the expiry of a session that is used, and of none that is not there", async () => {
      const { sessions, visitor, get } = await visit(open(), { maxAge: 50_000 })
      const id = await get("/page")
      expect(visitor.setCookie).toMatch(/Expires=/)
      await sessions.touch(id)
      await sessions.touch("not there")
      expect(await sessions.load(id)).toEqual({})
      expect(await sessions.load("not there")).toBeUndefined()
    })
  })
}

function up(connection: RedisConnection): Promise<void> {
  return connection.state === "up" ? Promise.resolve() : new Promise((resolve) => connection.onUp(resolve))
}

function down(connection: RedisConnection): Promise<void> {
  return connection.state === "down" ? Promise.resolve() : new Promise((resolve) => connection.onDown(resolve))
}

function handshake(cookie: string | undefined): IncomingMessage {
  const request = new IncomingMessage(new Socket())
  request.url = "/socket.io/?EIO=4"
  if (cookie !== undefined) request.headers.cookie = cookie
  return request
}

sessionsContract("sessions in memory", () => new MemorySessionStore({ lifetime }))

describe("sessions in memory", () => {
  it("are opened at once, and read when somebody looks into them", async () => {
    const sessions = createSessions({ secrets, store: new MemorySessionStore({ lifetime }) })
    const { get } = await serve(sessions)
    const id = await get("/login")
    const parse = vi.spyOn(JSON, "parse")
    const session = sessions.open(id)
    if (!session || session instanceof Promise) throw new Error("There is no session yet.")
    expect([parse.mock.calls.length, session.data, parse.mock.calls.length]).toEqual([0, { user: "ada" }, 1])
    parse.mockRestore()
    expect(sessions.open("another")).toBeUndefined()
  })

  it("are not written by a handler that has not looked into them", async () => {
    const sessions = createSessions({ secrets, store: new MemorySessionStore({ lifetime }) })
    const { get } = await serve(sessions)
    const session = await sessions.open(await get("/login"))
    const changed = vi.fn()
    sessions.onChanged(changed)
    expect(await session?.save()).toBe(false)
    expect(changed).not.toHaveBeenCalled()
  })
})

describe("sessions in memory, bounded", () => {
  it("expire when they are not used, by their lifetime or their cookie's", async () => {
    let time = Date.now()
    const sessions = createSessions({ secrets, store: new MemorySessionStore({ lifetime, now: () => time }) })
    const { get } = await serve(sessions)
    const id = await get("/page")
    time += lifetime - 1_000
    await sessions.touch(id)
    time += lifetime - 1_000
    expect(await sessions.load(id)).toEqual({})
    time += 1_000
    expect(await sessions.load(id)).toBeUndefined()
  })

  it("that hold something are not forgotten for any number of visitors who only look", async () => {
    const store = new MemorySessionStore({ lifetime, count: 3 })
    const { sessions, get } = await visit(store)
    const id = await get("/page")
    expect(await get("/login")).toBe(id)
    for (let count = 0; count < 5; count++) await (await serve(sessions)).get("/page")
    expect(await sessions.load(id)).toEqual({ user: "ada" })
    expect(store.entries()).toHaveLength(4)
    await sessions.destroy(id)
    expect(store.entries()).toHaveLength(3)
  })

  it("are the same after they were written down and read, and nothing else is", async () => {
    const store = new MemorySessionStore({ lifetime })
    const { sessions, visitor, get } = await visit(store)
    await get("/login")
    const next = new MemorySessionStore({ lifetime })
    next.restore(JSON.parse(JSON.stringify(store.entries())))
    for (const broken of [undefined, null, 1, "x", {}, [1, null, [], ["id"], ["id", 1, 2]]]) next.restore(broken)
    expect(next.entries()).toHaveLength(1)
    const after = await visit(next)
    after.visitor.cookie = visitor.cookie
    expect(await after.get("/user")).toBe("ada")
    await sessions.close()
  })
})

describe("with a real Redis", () => {
  let server: RedisServer
  let connection: RedisConnection
  let other: RedisConnection
  const node = (on: RedisConnection) =>
    createSessions({ secrets, store: new RedisSessionStore(on, { lifetime }), bus: redisSessionBus(on) })

  beforeAll(async () => {
    server = await startRedis()
    connection = await connectRedis(server.url, createLog("test"), { start: 3_000, silence: 400 })
    other = await connectRedis(server.url, createLog("test"), { start: 3_000, silence: 400 })
  })
  afterAll(async () => {
    await connection.close()
    await other.close()
    await server.stop()
  })

  sessionsContract("sessions in Redis", () => new RedisSessionStore(connection, { lifetime }))

  it("tells every node when a session ends or changes", async () => {
    const [here, there] = [node(connection), node(other)]
    const [ended, changed] = [vi.fn(), vi.fn()]
    there.onEnded(ended)
    there.onChanged(changed)
    const { get } = await serve(here)
    await vi.waitFor(async () => {
      await get("/login")
      expect(changed).toHaveBeenCalled()
    })
    const id = await get("/login")
    expect(await there.load(id)).toEqual({ user: "ada" })
    await get("/logout")
    await vi.waitFor(() => expect(ended).toHaveBeenCalledWith(id))
    expect(await there.load(id)).toBeUndefined()
    await here.close()
    await there.close()
  })

  it("stay ended when another node, which has not heard of it, writes them at the same moment", async () => {
    const [here, there] = [new RedisSessionStore(connection, { lifetime }), new RedisSessionStore(other, { lifetime })]
    const sessions = createSessions({ secrets, store: here })
    const { get } = await serve(sessions)
    const id = await get("/login")
    const written = await new Promise<SessionData | null | undefined>((resolve) => there.get(id, (_error, session) => resolve(session)))
    if (!written) throw new Error("There is no session.")
    await sessions.destroy(id)
    await new Promise((resolve) => there.set(id, written, resolve))
    expect(await createSessions({ secrets, store: there }).load(id)).toBeUndefined()
    expect(await other.client.exists(`livetsx:session:${id}`)).toBe(0)
    expect(await other.client.pTTL(`livetsx:ended:${id}`)).toBeGreaterThan(0)
  })

  it("ends at Redis, when that is back, what a visitor ended while it was away", async () => {
    const sessions = node(connection)
    const { get } = await serve(sessions)
    const id = await get("/login")
    server.freeze()
    await down(connection)
    await expect(sessions.destroy(id)).rejects.toThrow()
    server.resume()
    await Promise.all([up(connection), up(other)])
    await vi.waitFor(async () => expect(await other.client.exists(`livetsx:session:${id}`)).toBe(0))
  })

  it("still knows the sessions of the last minute while Redis is away, except those that ended", async () => {
    let time = Date.now()
    const sessions = createSessions({ secrets, store: new RedisSessionStore(connection, { lifetime, now: () => time }) })
    const { get } = await serve(sessions)
    const id = await get("/login")
    const leaver = await serve(sessions)
    const left = await leaver.get("/login")
    const away = down(connection)
    await server.kill()
    await away
    expect(await sessions.load(id)).toEqual({ user: "ada" })
    expect(await get("/user")).toBe("ada")
    await expect(sessions.destroy(left)).rejects.toThrow()
    expect(await sessions.load(left)).toBeUndefined()
    time += 60_000
    await expect(sessions.load(id)).rejects.toThrow()
    await Promise.all([server.start(), up(connection), up(other)])
  })
})

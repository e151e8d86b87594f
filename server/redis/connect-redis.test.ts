import { createServer } from "node:http"

import { createAdapter } from "@socket.io/redis-adapter"
import { Server } from "socket.io"
import { afterEach, describe, expect, it, vi } from "vitest"

import { AuthorError } from "../errors.ts"
import { createLog } from "../operations/log.ts"
import { startRedis, type RedisServer } from "../testing/redis-server.ts"
import { connectRedis, type RedisConnection } from "./connect-redis.ts"
import { redisScript, runScript } from "./redis-script.ts"

const patience = { start: 10_000, silence: 400 }
const closers: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

function logged() {
  const lines: string[] = []
  return { lines, log: createLog("test", { write: (line) => lines.push(line) }) }
}

async function redis(): Promise<RedisServer> {
  const server = await startRedis()
  closers.push(() => server.stop())
  return server
}

async function connected(url: string, log = logged().log, start = patience.start): Promise<RedisConnection> {
  const connection = await connectRedis(url, log, { ...patience, start })
  closers.push(() => connection.close())
  return connection
}

function told(connection: RedisConnection, event: "onUp" | "onDown"): Promise<void> {
  return new Promise((resolve) => connection[event](resolve))
}

describe("the connection to Redis", () => {
  it("is up when it is there, and names the run of Redis", async () => {
    const server = await redis()
    const connection = await connected(server.url)
    expect(connection.state).toBe("up")
    expect(connection.runId).toMatch(/^[0-9a-f]{40}$/)
  })

  it("lets a start go on without Redis, rejects commands at once, and is up as soon as Redis is there", async () => {
    const server = await redis()
    await server.kill()
    const { lines, log } = logged()
    const connection = await connected(server.url, log, 200)
    expect(connection.state).toBe("down")
    await expect(connection.client.get("key")).rejects.toThrow()
    const up = told(connection, "onUp")
    await server.start()
    await up
    expect(connection.state).toBe("up")
    expect(await connection.client.get("key")).toBeNull()
    expect(lines.join("")).toContain("starting without it")
  })

  it("tells when Redis goes away and comes back, has another run then, and logs an outage in a few lines", async () => {
    const server = await redis()
    const { lines, log } = logged()
    const connection = await connected(server.url, log)
    const run = connection.runId
    const received = vi.fn()
    await connection.sub.subscribe("news", received)
    const down = told(connection, "onDown")
    await server.kill()
    await down
    expect([connection.state, connection.runId]).toEqual(["down", ""])
    const up = told(connection, "onUp")
    await server.start()
    await up
    expect(connection.runId).not.toBe(run)
    await connection.pub.publish("news", "back")
    await vi.waitFor(() => expect(received).toHaveBeenCalledWith("back", "news"))
    expect(lines.length).toBeLessThan(6)
  })

  it("does not take its own standing still for the silence of Redis", async () => {
    const server = await redis()
    const connection = await connected(server.url)
    const down = vi.fn()
    connection.onDown(down)
    const shared = new Int32Array(new SharedArrayBuffer(4))
    for (let times = 0; times < 3; times++) {
      await new Promise((resolve) => setTimeout(resolve, patience.silence / 3))
      Atomics.wait(shared, 0, 0, 2 * patience.silence)
    }
    expect(await connection.client.get("key")).toBeNull()
    expect(down).not.toHaveBeenCalled()
  })

  it("notices a Redis that answers nothing, says so, and rejects what was asked of it", async () => {
    const server = await redis()
    const { lines, log } = logged()
    const connection = await connected(server.url, log)
    const received = vi.fn()
    await connection.sub.subscribe("news", received)
    const down = told(connection, "onDown")
    server.freeze()
    await expect(connection.client.get("key")).rejects.toThrow()
    await down
    expect(lines.join("")).toContain("Redis does not answer; pages go on by themselves")
    const up = told(connection, "onUp")
    server.resume()
    await up
    expect(await connection.client.get("key")).toBeNull()
    await connection.pub.publish("news", "back")
    await vi.waitFor(() => expect(received).toHaveBeenCalledWith("back", "news"))
  })

  it("rejects what waits for a Redis that hangs before it says that Redis is away, also where commands go on", async () => {
    const server = await redis()
    const connection = await connected(server.url)
    const order: string[] = []
    const ask = (name: string) => void connection.client.get("key").catch(() => order.push(name))
    server.freeze()
    ask("first")
    const busy = setInterval(ask, 50, "later")
    closers.push(async () => clearInterval(busy))
    await told(connection, "onDown")
    clearInterval(busy)
    ask("without Redis")
    await new Promise(setImmediate)
    expect(order[0]).toBe("first")
    expect(order.at(-1)).toBe("without Redis")
    const up = told(connection, "onUp")
    server.resume()
    await up
    expect(await connection.client.get("key")).toBeNull()
    await connection.pub.publish("news", "back")
  })

  it("takes a Redis that is full for one that is away, until it takes what is written", async () => {
    const server = await redis()
    const { lines, log } = logged()
    const connection = await connected(server.url, log)
    const run = connection.runId
    const [down, up] = [told(connection, "onDown"), told(connection, "onUp")]
    await connection.client.configSet("maxmemory", "1")
    await down
    expect([connection.state, connection.runId]).toEqual(["down", ""])
    expect(lines.join("")).toContain("OOM")
    expect(await connection.client.get("key")).toBeNull()
    await connection.client.configSet("maxmemory", "0")
    await up
    expect([connection.state, connection.runId]).toEqual(["up", run])
  })

  it("takes one that has become a replica for one that is away", async () => {
    const [server, leader] = [await redis(), await redis()]
    const connection = await connected(server.url)
    const down = told(connection, "onDown")
    await connection.client.sendCommand(["REPLICAOF", "127.0.0.1", new URL(leader.url).port])
    await down
    const up = told(connection, "onUp")
    await connection.client.sendCommand(["REPLICAOF", "NO", "ONE"])
    await up
  })

  it("never lets the adapter of Socket.IO end the process, whether Redis is away at the start or later", async () => {
    const rejected = vi.fn()
    process.on("unhandledRejection", rejected)
    closers.push(async () => process.off("unhandledRejection", rejected))
    const server = await redis()
    await server.kill()
    const connection = await connected(server.url)
    const io = new Server(createServer(), { adapter: createAdapter(connection.pub, connection.sub) })
    closers.push(() => io.close())
    io.to("room").emit("event", "before Redis is there")
    const up = told(connection, "onUp")
    await server.start()
    await up
    await expect.poll(() => io.of("/").adapter.serverCount()).toBe(1)
    const down = told(connection, "onDown")
    await server.kill()
    for (let at = 0; at < 100; at++) io.to("room").emit("event", at)
    await down
    for (let at = 0; at < 100; at++) io.to("room").emit("event", at)
    await new Promise(setImmediate)
    expect(rejected).not.toHaveBeenCalled()
  })

  it("closes while Redis is away", async () => {
    const server = await redis()
    const connection = await connectRedis(server.url, logged().log)
    const down = told(connection, "onDown")
    await server.kill()
    await down
    await connection.close()
    expect(connection.state).toBe("down")
    await expect(connection.client.get("key")).rejects.toThrow()
  })

  it.each(["nonsense", "http://cache:6379", "redis://cache:6379/first", "redis://:100%zz@cache:6379"])(
    "refuses an address that is none (%s), and says what one looks like",
    async (url) => {
      const refused = connectRedis(url, logged().log, patience)
      await expect(refused).rejects.toThrow("REDIS_URL expected an address such as redis://user:password@host:6379, got")
      await expect(refused).rejects.toBeInstanceOf(AuthorError)
    },
  )
})

describe("a script", () => {
  it("is sent whole to a Redis that does not have it yet, and its own errors are given on", async () => {
    const { client } = await connected((await redis()).url)
    const script = redisScript("return {KEYS[1], ARGV[1]}")
    expect(await runScript(client, script, ["key"], [7])).toEqual(["key", "7"])
    await client.scriptFlush()
    expect(await runScript(client, script, ["key"], [7])).toEqual(["key", "7"])
    await expect(runScript(client, redisScript("return redis.call('GET')"), [], [])).rejects.toThrow()
  })
})

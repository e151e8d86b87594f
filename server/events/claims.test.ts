import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"

import type { Reply } from "../protocol.ts"
import { createLog } from "../operations/log.ts"
import { connectRedis, type RedisConnection } from "../redis/connect-redis.ts"
import { startRedis, type RedisServer } from "../testing/redis-server.ts"
import { claimLimits, type Claims } from "./claims.ts"
import { MemoryClaims } from "./memory-claims.ts"
import { RedisClaims } from "./redis-claims.ts"

const reply: Reply = [["title", "done"]]
const once = { idempotent: false }
const again = { idempotent: true }
let events = 0
const newEvent = () => `event ${++events}`

/** Work that goes on until it is told to end. */
function work(result: Reply = reply) {
  let end: (result: Reply) => void = () => undefined
  const ended = new Promise<Reply>((resolve) => (end = resolve))
  return { run: vi.fn(() => ended), end: () => end(result) }
}

function claimsContract(name: string, open: () => Claims) {
  describe(name, () => {
    it("runs an event once and gives its reply again to who sends it again", async () => {
      const claims = open()
      const event = newEvent()
      const run = vi.fn(async () => reply)
      expect(await claims.run(event, once, run)).toEqual(reply)
      expect(await claims.run(event, once, run)).toEqual(reply)
      expect(await claims.run(event, again, run)).toEqual(reply)
      expect(run).toHaveBeenCalledTimes(1)
    })

    it("waits for an event that is being run", async () => {
      const claims = open()
      const event = newEvent()
      const slow = work()
      const replies = [claims.run(event, once, slow.run), claims.run(event, once, slow.run)]
      await vi.waitFor(() => expect(slow.run).toHaveBeenCalled())
      slow.end()
      expect(await Promise.all(replies)).toEqual([reply, reply])
      expect(slow.run).toHaveBeenCalledTimes(1)
    })

    it("keeps a refusal as it keeps patches", async () => {
      const claims = open()
      const event = newEvent()
      const run = vi.fn(async (): Promise<Reply> => ({ code: "refused", message: "No" }))
      await claims.run(event, once, run)
      expect(await claims.run(event, once, run)).toEqual({ code: "refused", message: "No" })
      expect(run).toHaveBeenCalledTimes(1)
    })

    it("does not run an event again whose reply was too large to keep, and says that the page must refresh", async () => {
      const claims = open()
      const event = newEvent()
      const large: Reply = [["title", "x".repeat(claimLimits.bytes)]]
      const run = vi.fn(async () => large)
      expect(await claims.run(event, once, run)).toEqual(large)
      expect(await claims.run(event, once, run)).toBe("refresh")
      expect(run).toHaveBeenCalledTimes(1)
    })

    it("gives the claim back when the work rejects", async () => {
      const claims = open()
      const event = newEvent()
      await expect(claims.run(event, once, () => Promise.reject(new Error("not done")))).rejects.toThrow("not done")
      await expect(
        claims.run(event, once, () => {
          throw new Error("not begun")
        }),
      ).rejects.toThrow("not begun")
      expect(await claims.run(event, once, async () => reply)).toEqual(reply)
    })

    it("lets different events run beside each other", async () => {
      const claims = open()
      const slow = work()
      const first = claims.run(newEvent(), once, slow.run)
      expect(await claims.run(newEvent(), once, async () => reply)).toEqual(reply)
      slow.end()
      await first
    })
  })
}

claimsContract("claims in memory", () => new MemoryClaims())

describe("claims in memory, of one document", () => {
  const event = (number: number, document = "document") => `room:${document}:${number}`

  it("keep the replies to the last events, and know of those before that they were run", async () => {
    const claims = new MemoryClaims()
    const run = vi.fn(async () => reply)
    for (let number = 1; number <= 18; number++) if (number !== 5) await claims.run(event(number), once, run)
    expect(await claims.run(event(2), once, run)).toEqual(reply)
    expect(await claims.run(event(1), once, run)).toBe("refresh")
    expect(run).toHaveBeenCalledTimes(17)
    await claims.run(event(5), once, run)
    await claims.run(event(1, "another"), once, run)
    expect(run).toHaveBeenCalledTimes(19)
  })

  it("run an event that others have overtaken, and one whose claim was given back", async () => {
    const claims = new MemoryClaims()
    const run = vi.fn(async () => reply)
    await expect(claims.run(event(1), once, () => Promise.reject(new Error("not done")))).rejects.toThrow("not done")
    await claims.run(event(3), once, run)
    await claims.run(event(2), once, run)
    await claims.run(event(1), once, run)
    expect(run).toHaveBeenCalledTimes(3)
  })

  it("run an event that waited while many others were run, once", async () => {
    const claims = new MemoryClaims()
    const run = vi.fn(async () => reply)
    for (let number = 1; number <= 60; number++) if (number !== 5 && number !== 40) await claims.run(event(number), once, run)
    for (const late of [5, 40, 5, 40]) await claims.run(event(late), once, run)
    expect(run).toHaveBeenCalledTimes(60)
    for (let number = 61; number <= 90; number++) await claims.run(event(number), once, run)
    expect([await claims.run(event(5), once, run), await claims.run(event(40), once, run)]).toEqual(["refresh", "refresh"])
    expect(run).toHaveBeenCalledTimes(90)
  })

  it("take no number for one that waits which is far from all others", async () => {
    const claims = new MemoryClaims()
    const run = vi.fn(async () => reply)
    for (const number of [1e15, ...Array.from({ length: 20 }, (_, index) => 2e15 + index)]) await claims.run(event(number), once, run)
    expect(await claims.run(event(7), once, run)).toBe("refresh")
  })

  it("hold no more of what is large than they may", async () => {
    const claims = new MemoryClaims({ bytes: 100_000 })
    const run = vi.fn(async (): Promise<Reply> => [["title", "x".repeat(20_000)]])
    for (const document of ["a", "b", "c"]) await claims.run(event(1, document), once, run)
    await claims.run(event(1, "b"), once, run)
    expect(run).toHaveBeenCalledTimes(3)
    await claims.run(event(1, "a"), once, run)
    expect(run).toHaveBeenCalledTimes(4)
  })
})

describe("claims in memory, bounded", () => {
  it("forgets a reply after its age, and the oldest when there are too many", async () => {
    let time = 0
    const claims = new MemoryClaims({ now: () => time, count: 2 })
    const run = vi.fn(async () => reply)
    for (const event of ["a", "b", "c"]) await claims.run(event, once, run)
    await claims.run("b", once, run)
    expect(run).toHaveBeenCalledTimes(3)
    await claims.run("a", once, run)
    expect(run).toHaveBeenCalledTimes(4)
    time = claimLimits.age
    await claims.run("a", once, run)
    expect(run).toHaveBeenCalledTimes(5)
  })
})

describe("with a real Redis", () => {
  const lease = { lasts: 200, renewed: 50, asked: 10 }
  let server: RedisServer
  let connection: RedisConnection
  const node = () => new RedisClaims(connection, { lease })

  beforeAll(async () => {
    server = await startRedis()
    connection = await connectRedis(server.url, createLog("test"))
  })
  afterAll(async () => {
    await connection.close()
    await server.stop()
  })

  claimsContract("claims in Redis", () => new RedisClaims(connection, { lease }))

  it("gives a reply on another node, without running the event there", async () => {
    const event = newEvent()
    const run = vi.fn(async () => reply)
    await node().run(event, once, run)
    expect(await node().run(event, once, run)).toEqual(reply)
    expect(run).toHaveBeenCalledTimes(1)
  })

  it("waits for a living node, much longer than its lease", async () => {
    const event = newEvent()
    const slow = work()
    const there = node().run(event, once, slow.run)
    await vi.waitFor(() => expect(slow.run).toHaveBeenCalled())
    const here = vi.fn(async () => reply)
    const waiting = node().run(event, once, here)
    const until = async () => Number(await connection.client.hGet(`livetsx:event:${event}`, "until"))
    const first = await until()
    await vi.waitUntil(async () => (await until()) > first + 2 * lease.lasts, 5_000)
    slow.end()
    expect(await waiting).toEqual(reply)
    expect(await there).toEqual(reply)
    expect(here).not.toHaveBeenCalled()
  })

  /** What a node leaves behind that dies while it runs the event. */
  async function deadNode(event: string) {
    await connection.client.hSet(`livetsx:event:${event}`, { owner: "a dead node", until: Date.now() + lease.lasts })
  }

  it("does not know the outcome of what a dead node was running, now and whenever it is asked", async () => {
    const event = newEvent()
    const run = vi.fn(async () => reply)
    await deadNode(event)
    expect(await node().run(event, once, run)).toEqual({ code: "outcome_unknown" })
    expect(await node().run(event, once, run)).toEqual({ code: "outcome_unknown" })
    expect(run).not.toHaveBeenCalled()
  })

  it("runs again what a dead node was running when that is idempotent, on one node only", async () => {
    const event = newEvent()
    const run = vi.fn(async () => reply)
    await deadNode(event)
    expect(await Promise.all([node().run(event, again, run), node().run(event, again, run)])).toEqual([reply, reply])
    expect(run).toHaveBeenCalledTimes(1)
  })

  it("does not let a node that was only slow write over what was made of its claim", async () => {
    const event = newEvent()
    const slow = work()
    const there = new RedisClaims(connection, { lease: { ...lease, renewed: 60_000 } }).run(event, once, slow.run)
    await vi.waitFor(() => expect(slow.run).toHaveBeenCalled())
    expect(await node().run(event, once, async () => reply)).toEqual({ code: "outcome_unknown" })
    slow.end()
    expect(await there).toEqual(reply)
    expect(await node().run(event, once, async () => reply)).toEqual({ code: "outcome_unknown" })
  })

  it("goes on in memory while Redis is away, once per node", async () => {
    const claims = node()
    const slow = work()
    const [during, after] = [newEvent(), newEvent()]
    const running = claims.run(during, once, slow.run)
    await vi.waitFor(() => expect(slow.run).toHaveBeenCalled())
    const waiting = node().run(during, once, async () => reply)
    const waitingAgain = node().run(during, again, async () => reply)
    await vi.waitFor(async () => expect(await connection.client.exists(`livetsx:event:${during}`)).toBe(1))
    const down = new Promise<void>((resolve) => connection.onDown(resolve))
    await server.kill()
    await down
    expect(await waiting).toEqual({ code: "outcome_unknown" })
    expect(await waitingAgain).toEqual(reply)
    slow.end()
    expect(await running).toEqual(reply)
    expect(await claims.run(during, once, async () => [])).toEqual(reply)
    const run = vi.fn(async () => reply)
    await claims.run(after, once, run)
    await claims.run(after, once, run)
    expect(run).toHaveBeenCalledTimes(1)
    await server.start()
  })
})

import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { connectRedis, type RedisConnection } from "../redis/connect-redis.ts"
import { startRedis, type RedisServer } from "../testing/redis-server.ts"
import { createLog } from "./log.ts"
import { createRateLimits, type RateLimit, type RateLimits } from "./rate-limits.ts"
import { TokenBucket } from "./token-bucket.ts"

const rates = { address: { perSecond: 5, burst: 8 }, handshakes: { perSecond: 2, burst: 2 } }

async function taken(limit: RateLimit, address: string, times: number): Promise<number> {
  const results = await Promise.all(Array.from({ length: times }, () => limit.take(address)))
  return results.filter((result) => "ok" in result).length
}

function rateLimitsContract(name: string, open: () => RateLimits) {
  describe(name, () => {
    it("lets a burst through and refuses what is more, saying how long to wait", async () => {
      const { address } = open()
      // A second may end in the middle, and then lets its share through once more.
      const through = await taken(address, "192.0.2.1", 30)
      expect(through).toBeGreaterThanOrEqual(8)
      expect(through).toBeLessThanOrEqual(13)
      const refused = await address.take("192.0.2.1")
      expect(refused).toEqual({ retry: expect.any(Number) })
      expect("retry" in refused && refused.retry).toBeGreaterThan(0)
      expect("retry" in refused && refused.retry).toBeLessThanOrEqual(1_000)
    })

    it("counts addresses, and events and handshakes, apart", async () => {
      const limits = open()
      await taken(limits.address, "192.0.2.2", 30)
      expect(await limits.address.take("192.0.2.3")).toEqual({ ok: true })
      expect(await limits.handshakes.take("192.0.2.2")).toEqual({ ok: true })
    })

    it("counts the addresses that one visitor may have as one", async () => {
      const { address } = open()
      const through = await Promise.all(Array.from({ length: 30 }, (_, at) => address.take(`2001:db8::${at}`)))
      expect(through.filter((result) => "ok" in result).length).toBeLessThanOrEqual(13)
    })

    it("lets through again after the wait", async () => {
      const { handshakes } = open()
      await taken(handshakes, "192.0.2.4", 10)
      await expect.poll(() => handshakes.take("192.0.2.4"), { timeout: 3_000, interval: 50 }).toEqual({ ok: true })
    })
  })
}

rateLimitsContract("limits by address in memory", () => createRateLimits({ rates }))

describe("limits by address in memory", () => {
  it("are known at once, and exact", () => {
    const { address } = createRateLimits({ rates })
    const taken = Array.from({ length: 10 }, () => address.take("192.0.2.7"))
    expect(taken.map((one) => "ok" in one)).toEqual([...Array(8).fill(true), false, false])
  })
})

describe("with a real Redis", () => {
  let server: RedisServer
  let connection: RedisConnection
  let opened = 0

  beforeAll(async () => {
    server = await startRedis()
    connection = await connectRedis(server.url, createLog("test"))
  })
  afterAll(async () => {
    await connection.close()
    await server.stop()
  })

  rateLimitsContract("limits by address in Redis", () => createRateLimits({ redis: connection, rates, prefix: `${++opened}:` }))

  it("are those of all nodes together", async () => {
    const [one, other] = [createRateLimits({ redis: connection, rates }), createRateLimits({ redis: connection, rates })]
    const through = (await taken(one.address, "192.0.2.5", 30)) + (await taken(other.address, "192.0.2.5", 30))
    expect(through).toBeLessThanOrEqual(13)
  })

  it("are each node's own while Redis is away", async () => {
    const { address } = createRateLimits({ redis: connection, rates })
    const down = new Promise<void>((resolve) => connection.onDown(resolve))
    await server.kill()
    await down
    const through = await taken(address, "192.0.2.6", 30)
    expect(through).toBeGreaterThanOrEqual(8)
    expect(through).toBeLessThanOrEqual(13)
    await server.start()
  })
})

describe("a token bucket", () => {
  it("lets a burst through, then its rate, and says how long to wait", () => {
    let time = 0
    const bucket = new TokenBucket(20, 40, () => time)
    const burst = Array.from({ length: 41 }, () => bucket.take())
    expect(burst.slice(0, 40).every((wait) => wait === 0)).toBe(true)
    expect(burst[40]).toBe(50)
    time = 49
    expect(bucket.take()).toBe(1)
    time = 50
    expect([bucket.take(), bucket.take()]).toEqual([0, 50])
    time = 1_000_000
    expect(Array.from({ length: 60 }, () => bucket.take()).filter((wait) => wait === 0)).toHaveLength(40)
  })
})

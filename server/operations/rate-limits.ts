import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible"

import type { RedisConnection } from "../redis/connect-redis.ts"
import { networkOf } from "./network.ts"

export { TokenBucket } from "./token-bucket.ts"

/** So many a second, and so many at once. */
export interface Rate {
  perSecond: number
  burst: number
}

export interface RateLimit {
  /** Counts one for the address; or how many milliseconds it has to wait. Never rejects. */
  take(address: string): Promise<{ ok: true } | { retry: number }>
}

export interface RateLimits {
  /** Events of all the pages of an address. */
  address: RateLimit
  /** Connections that an address opens. */
  handshakes: RateLimit
}

export const usualRates = {
  address: { perSecond: 200, burst: 400 },
  handshakes: { perSecond: 20, burst: 40 },
} as const satisfies Record<keyof RateLimits, Rate>

/** The limits by address: of this node, or with Redis of all nodes together, and of each while Redis is away. */
export function createRateLimits({
  redis,
  rates = {},
  prefix = "livetsx:",
}: {
  redis?: RedisConnection
  rates?: Partial<Record<keyof RateLimits, Rate>>
  prefix?: string
} = {}): RateLimits {
  const limit = (name: keyof RateLimits) => limitOf(`${prefix}limit:${name}`, { ...usualRates, ...rates }[name], redis)
  return { address: limit("address"), handshakes: limit("handshakes") }
}

/** Seconds after which what an address may do at once, beyond its rate, is there again. */
const recovery = 10

function limitOf(name: string, { perSecond, burst }: Rate, redis: RedisConnection | undefined): RateLimit {
  const steady = counter(name, perSecond, 1, redis)
  const extra = counter(`${name}:burst`, Math.max(0, burst - perSecond), recovery, redis)
  const limiter = new BurstyRateLimiter(steady, extra)
  return {
    async take(address) {
      try {
        await limiter.consume(networkOf(address))
        return { ok: true }
      } catch (refused) {
        return { retry: refused instanceof RateLimiterRes ? Math.max(1, refused.msBeforeNext) : 1_000 }
      }
    },
  }
}

function counter(
  keyPrefix: string,
  points: number,
  duration: number,
  redis: RedisConnection | undefined,
): RateLimiterMemory | RateLimiterRedis {
  const memory = new RateLimiterMemory({ keyPrefix, points, duration })
  if (!redis) return memory
  return new RateLimiterRedis({
    storeClient: redis.client,
    useRedisPackage: true,
    rejectIfRedisNotReady: true,
    keyPrefix,
    points,
    duration,
    // An address that has used up its share is refused without asking Redis again.
    inMemoryBlockOnConsumed: points + 1,
    insuranceLimiter: memory,
  })
}

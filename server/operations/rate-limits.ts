import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible"

import type { RedisConnection } from "../redis/connect-redis.ts"
import { BoundedMap } from "./bounded-map.ts"
import { networkOf } from "./network.ts"
import { TokenBucket } from "./token-bucket.ts"

export { TokenBucket }

/** So many a second, and so many at once. */
export interface Rate {
  perSecond: number
  burst: number
}

export type Taken = { ok: true } | { retry: number }

export interface RateLimit {
  /** Counts one for the address; or how many milliseconds it has to wait. Never rejects, and is no promise where nobody has to be asked. */
  take(address: string): Taken | Promise<Taken>
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
  const limit = (name: keyof RateLimits) => {
    const rate = { ...usualRates, ...rates }[name]
    return redis ? limitOfAllNodes(`${prefix}limit:${name}`, rate, redis) : limitOfThisNode(rate)
  }
  return { address: limit("address"), handshakes: limit("handshakes") }
}

/** Networks that are told apart; those that have been silent the longest have long earned their burst again. */
const mostNetworks = 20_000

function limitOfThisNode({ perSecond, burst }: Rate): RateLimit {
  const buckets = new BoundedMap<TokenBucket>({ count: mostNetworks })
  const begin = (network: string) => {
    const bucket = new TokenBucket(perSecond, burst)
    buckets.set(network, bucket, Number.POSITIVE_INFINITY)
    return bucket
  }
  return {
    take(address) {
      const network = networkOf(address)
      const wait = (buckets.get(network) ?? begin(network)).take()
      return wait === 0 ? ok : { retry: wait }
    },
  }
}

const ok: Taken = { ok: true }

/** Seconds after which what an address may do at once, beyond its rate, is there again. */
const recovery = 10

function limitOfAllNodes(name: string, { perSecond, burst }: Rate, redis: RedisConnection): RateLimit {
  const steady = counter(name, perSecond, 1, redis)
  const extra = counter(`${name}:burst`, Math.max(0, burst - perSecond), recovery, redis)
  const limiter = new BurstyRateLimiter(steady, extra)
  return {
    async take(address) {
      try {
        await limiter.consume(networkOf(address))
        return ok
      } catch (refused) {
        return { retry: refused instanceof RateLimiterRes ? Math.max(1, refused.msBeforeNext) : 1_000 }
      }
    },
  }
}

function counter(keyPrefix: string, points: number, duration: number, redis: RedisConnection): RateLimiterRedis {
  const memory = new RateLimiterMemory({ keyPrefix, points, duration })
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

import { randomUUID } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"

import type { Reply } from "../protocol.ts"
import type { RedisConnection } from "../redis/connect-redis.ts"
import { redisScript, runScript, type RedisScript } from "../redis/redis-script.ts"
import { claimedOf, claimLimits, kept, type Claimed, type ClaimOptions, type Claims } from "./claims.ts"
import { MemoryClaims } from "./memory-claims.ts"

/** How long a node may be silent before it is taken for dead, and how often it says that it is not; in milliseconds. */
export interface Lease {
  lasts: number
  renewed: number
  /** How often a node asks whether another has finished. */
  asked: number
}

const usual: Lease = { lasts: 6_000, renewed: 2_000, asked: 100 }

/**
 * The claims that the nodes of an application share: an event that was sent again to another node is run once.
 * While Redis is away the claims are this node's alone: an event that is then sent again to another node is run once per node.
 */
export class RedisClaims implements Claims {
  readonly #connection: RedisConnection
  readonly #local: MemoryClaims
  readonly #lease: Lease
  readonly #prefix: string

  constructor(
    connection: RedisConnection,
    { lease = usual, local = new MemoryClaims(), prefix = "livetsx:" }: { lease?: Lease; local?: MemoryClaims; prefix?: string } = {},
  ) {
    this.#connection = connection
    this.#local = local
    this.#lease = lease
    this.#prefix = prefix
  }

  get running(): number {
    return this.#local.running
  }

  run(eventId: string, options: ClaimOptions, work: () => Promise<Reply>): Promise<Claimed> {
    return this.#local.remember(eventId, () => this.#claim(`${this.#prefix}event:${eventId}`, options, work))
  }

  close(): Promise<void> {
    return this.#local.close()
  }

  async #claim(key: string, { idempotent }: ClaimOptions, work: () => Promise<Reply>): Promise<Claimed> {
    const owner = randomUUID()
    let waited = false
    for (;;) {
      const state = await this.#ask(claimScript, key, owner, this.#lease.lasts, Number(idempotent), claimLimits.age)
      if (state === "mine") return this.#work(key, owner, work)
      // Redis went away: whoever else was running it cannot be asked any more.
      if (state === undefined) return waited && !idempotent ? { code: "outcome_unknown" } : work()
      if (state !== "running") return claimedOf(state)
      waited = true
      await pause(this.#lease.asked)
    }
  }

  async #work(key: string, owner: string, work: () => Promise<Reply>): Promise<Claimed> {
    const renewal = setInterval(() => void this.#ask(renewScript, key, owner, this.#lease.lasts), this.#lease.renewed)
    try {
      const reply = await work()
      await this.#ask(finishScript, key, owner, kept(reply), claimLimits.age)
      return reply
    } catch (error) {
      await this.#ask(releaseScript, key, owner)
      throw error
    } finally {
      clearInterval(renewal)
    }
  }

  /** undefined: Redis is away. */
  async #ask(script: RedisScript, key: string, ...args: (string | number)[]): Promise<string | undefined> {
    try {
      return String(await runScript(this.#connection.client, script, [key], args))
    } catch {
      return undefined
    }
  }
}

const now = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`

/**
 * A claim outlives its lease, so that what a dead node has left undone is known. ARGV: owner, lease, idempotent, age of a result.
 * Gives "mine", "running" or the reply that was kept.
 */
const claimScript = redisScript(`${now}
local held = redis.call('HMGET', KEYS[1], 'owner', 'until', 'reply')
if held[3] then return held[3] end
if held[1] and now < tonumber(held[2]) then return 'running' end
if held[1] and ARGV[3] == '0' then
  local reply = '{"code":"outcome_unknown"}'
  redis.call('HSET', KEYS[1], 'reply', reply)
  redis.call('PEXPIRE', KEYS[1], ARGV[4])
  return reply
end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'until', now + ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return 'mine'`)

const renewScript = redisScript(`${now}
if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] then return 'lost' end
redis.call('HSET', KEYS[1], 'until', now + ARGV[2])
return 'renewed'`)

/** A node that was only slow does not write over what was made of its claim meanwhile. */
const finishScript = redisScript(`
local held = redis.call('HMGET', KEYS[1], 'owner', 'reply')
if held[1] and (held[1] ~= ARGV[1] or held[2]) then return 'lost' end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'until', 0, 'reply', ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 'kept'`)

const releaseScript = redisScript(`
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] and not redis.call('HGET', KEYS[1], 'reply') then redis.call('DEL', KEYS[1]) end
return 'released'`)

import { randomUUID } from "node:crypto"

import type { RedisConnection } from "../redis/connect-redis.ts"
import { redisScript, runScript, type RedisScript } from "../redis/redis-script.ts"
import { MemoryPresence } from "./memory-presence.ts"
import type { Attendant, PresenceStore } from "./presence.ts"

/** Milliseconds: how often a node says that it lives, and how long it may be silent before its pages are taken to be gone. */
export interface Heartbeat {
  every: number
  dead: number
}

const usual: Heartbeat = { every: 3_000, dead: 10_000 }

/** The pages of all nodes, by room. Each node writes its own, and any of them takes out those of one that has died. */
export class RedisPresence implements PresenceStore {
  readonly #connection: RedisConnection
  readonly #local = new MemoryPresence()
  readonly #node = randomUUID()
  readonly #heartbeat: Heartbeat
  readonly #prefix: string
  readonly #timer: NodeJS.Timeout
  readonly #stopListening: () => void
  #lost: (rooms: string[]) => void = () => undefined

  constructor(connection: RedisConnection, { heartbeat = usual, prefix = "livetsx:" }: { heartbeat?: Heartbeat; prefix?: string } = {}) {
    this.#connection = connection
    this.#heartbeat = heartbeat
    this.#prefix = prefix
    this.#timer = setInterval(() => void this.#beat(), heartbeat.every).unref()
    this.#stopListening = connection.onUp(() => void this.#beat())
  }

  async enter(room: string, page: string, attendant: Attendant): Promise<void> {
    await this.#local.enter(room, page, attendant)
    await this.#write(room, page, attendant)
  }

  async leave(room: string, page: string): Promise<void> {
    await this.#local.leave(room, page)
    await this.#erase(room, page)
  }

  /** While Redis is away, the pages of this node. */
  async list(room: string): Promise<Attendant[]> {
    try {
      return texts(await this.#run(listScript, [this.#room(room)])).map(attendantOf)
    } catch {
      return this.#local.list(room)
    }
  }

  onLost(listener: (rooms: string[]) => void): void {
    this.#lost = listener
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    this.#stopListening()
    await this.#local.close()
    await this.#bury(this.#node).catch(() => undefined)
  }

  async #beat(): Promise<void> {
    try {
      const [joined = "", ...dead] = texts(await this.#run(beatScript, []))
      if (joined === "1") await this.#enterAgain()
      for (const node of dead) this.#lost(await this.#bury(node))
    } catch {
      // Redis is away; the next beat says it again.
    }
  }

  /** Redis or the other nodes have forgotten this node. */
  async #enterAgain(): Promise<void> {
    for (const [room, page, attendant] of this.#local.entries()) if (this.#local.has(room, page)) await this.#write(room, page, attendant)
  }

  /** A Redis that is new to a script is sent it again, after what came then: a page that has left meanwhile is taken out once more. */
  async #write(room: string, page: string, attendant: Attendant): Promise<void> {
    await this.#run(enterScript, [this.#room(room)], [room, page, JSON.stringify(attendant)])
    if (!this.#local.has(room, page)) await this.#erase(room, page)
  }

  async #erase(room: string, page: string): Promise<void> {
    await this.#run(leaveScript, [this.#room(room)], [room, page, Number(this.#local.has(room))])
  }

  /** The rooms that the node was in; none where another node was faster. */
  async #bury(node: string): Promise<string[]> {
    return texts(await this.#run(buryScript, [], [node, this.#room("")]))
  }

  #run(script: RedisScript, keys: string[], args: (string | number)[] = []): Promise<unknown> {
    const { client } = this.#connection
    return runScript(client, script, [`${this.#prefix}nodes`, ...keys], [this.#node, this.#heartbeat.dead, `${this.#prefix}node:`, ...args])
  }

  #room(room: string): string {
    return `${this.#prefix}present:${room}`
  }
}

/** KEYS[1]: the nodes, by when they were last heard of. ARGV: node, silence, prefix of the set of a node's rooms, … */
const now = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`

/** Whether the node is new, and the nodes that have died. */
const beatScript = redisScript(`${now}
local dead = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2])
local new = redis.call('ZADD', KEYS[1], now, ARGV[1])
local reply = { tostring(new) }
for _, node in ipairs(dead) do if node ~= ARGV[1] then table.insert(reply, node) end end
return reply`)

const enterScript = redisScript(`${now}
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1] .. ' ' .. ARGV[5], ARGV[6])
redis.call('SADD', ARGV[3] .. ARGV[1], ARGV[4])
return 1`)

const leaveScript = redisScript(`
redis.call('HDEL', KEYS[2], ARGV[1] .. ' ' .. ARGV[5])
if ARGV[6] == '0' then redis.call('SREM', ARGV[3] .. ARGV[1], ARGV[4]) end
return 1`)

const listScript = redisScript(`${now}
local alive = {}
for _, node in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], now - ARGV[2], '+inf')) do alive[node] = true end
local fields, reply = redis.call('HGETALL', KEYS[2]), {}
for i = 1, #fields, 2 do
  if alive[string.sub(fields[i], 1, 36)] then table.insert(reply, fields[i + 1]) end
end
return reply`)

/** ARGV[4]: the node to take out, ARGV[5]: prefix of the rooms. */
const buryScript = redisScript(`
if redis.call('ZREM', KEYS[1], ARGV[4]) == 0 then return {} end
local set = ARGV[3] .. ARGV[4]
local rooms = redis.call('SMEMBERS', set)
for _, room in ipairs(rooms) do
  for _, field in ipairs(redis.call('HKEYS', ARGV[5] .. room)) do
    if string.sub(field, 1, 36) == ARGV[4] then redis.call('HDEL', ARGV[5] .. room, field) end
  end
end
redis.call('DEL', set)
return rooms`)

function texts(reply: unknown): string[] {
  return Array.isArray(reply) ? reply.map(String) : []
}

function attendantOf(json: string): Attendant {
  return JSON.parse(json) as Attendant // Nothing but what `enter` wrote is there.
}

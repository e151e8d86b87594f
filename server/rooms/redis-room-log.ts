import type { RedisConnection } from "../redis/connect-redis.ts"
import type { Patch } from "../protocol.ts"
import { redisScript, runScript, type RedisScript } from "../redis/redis-script.ts"
import { logLimits, newEpoch, type Entry, type Position, type RoomLog } from "./room-log.ts"

/**
 * The log that the nodes of an application share.
 * One epoch stands for what this run of Redis holds: after a restart or a flush there is a new one, so that no position is used twice.
 */
export class RedisRoomLog implements RoomLog {
  readonly #connection: RedisConnection
  readonly #prefix: string

  constructor(connection: RedisConnection, prefix = "livetsx:") {
    this.#connection = connection
    this.#prefix = prefix
  }

  async head(room: string): Promise<Position> {
    const heads = await this.heads([room])
    return heads.get(room) ?? unexpected(heads)
  }

  async heads(rooms: string[]): Promise<Map<string, Position>> {
    if (rooms.length === 0) return new Map()
    const reply = await this.#run(
      headsScript,
      rooms.map((room) => this.#room(room)),
    )
    const [epoch, ...offsets] = Array.isArray(reply) ? reply : unexpected(reply)
    return new Map(rooms.map((room, at) => [room, { epoch: String(epoch), offset: Number(offsets[at]) }]))
  }

  async append(room: string, patches: Patch[]): Promise<Position> {
    const json = JSON.stringify(patches)
    return this.#append(room, Buffer.byteLength(json) > logLimits.patch ? "" : json)
  }

  async mark(room: string): Promise<Position> {
    return this.#append(room, "")
  }

  async since(room: string, { epoch, offset }: Position): Promise<Entry[] | "gap"> {
    const reply = await this.#run(sinceScript, [this.#room(room), this.#entries(room)], [epoch, offset])
    if (!Array.isArray(reply)) return "gap"
    return reply.map((json, at) => ({ offset: offset + 1 + at, patches: patchesOf(String(json)) }))
  }

  async renew(): Promise<void> {
    await this.#run(renewScript, [])
  }

  /** The connection is its owner's to close. */
  async close(): Promise<void> {}

  async #append(room: string, json: string): Promise<Position> {
    const reply = await this.#run(appendScript, [this.#room(room), this.#entries(room)], [json])
    const [epoch, offset] = Array.isArray(reply) ? reply : unexpected(reply)
    return { epoch: String(epoch), offset: Number(offset) }
  }

  async #run(script: RedisScript, keys: string[], args: (string | number)[] = []): Promise<unknown> {
    const { runId, client } = this.#connection
    if (runId === "") throw new Error("Redis is away")
    return runScript(client, script, [`${this.#prefix}epoch`, ...keys], [runId, newEpoch(), ...args])
  }

  #room(room: string): string {
    return `${this.#prefix}room:${room}`
  }

  #entries(room: string): string {
    return `${this.#prefix}log:${room}`
  }
}

/** How long a room's offset is kept after its last patch or announcement, in seconds: as long as a page may come back with its token. */
const keep = 25 * 60 * 60

/** KEYS[1] holds the run of Redis and its epoch. ARGV: run, the epoch to take if there is none. */
const epoch = `
local held = redis.call('HMGET', KEYS[1], 'run', 'epoch')
local epoch = held[2]
if held[1] ~= ARGV[1] or not epoch then
  epoch = ARGV[2]
  redis.call('HSET', KEYS[1], 'run', ARGV[1], 'epoch', epoch)
end
-- A room whose offset is of another epoch starts anew.
local function offset(room)
  local at = redis.call('HMGET', room, 'epoch', 'offset')
  if at[1] == epoch then return tonumber(at[2]) end
  return 0
end
`

const renewScript = redisScript(`
redis.call('HSET', KEYS[1], 'run', ARGV[1], 'epoch', ARGV[2])
return ARGV[2]`)

const headsScript = redisScript(`${epoch}
local heads = { epoch }
for i = 2, #KEYS do
  heads[i] = offset(KEYS[i])
  if heads[i] > 0 then redis.call('EXPIRE', KEYS[i], ${keep}) end
end
return heads`)

/** KEYS: epoch, room, entries. ARGV[3]: the patches, "" for those that are not kept. */
const appendScript = redisScript(`${epoch}
local next = offset(KEYS[2]) + 1
if next == 1 then redis.call('DEL', KEYS[2], KEYS[3]) end
local length, bytes = redis.call('XLEN', KEYS[3]) + 1, #ARGV[3]
if length > 1 then bytes = bytes + tonumber(redis.call('HGET', KEYS[2], 'bytes') or 0) end
redis.call('XADD', KEYS[3], next .. '-0', 'p', ARGV[3])
while length > ${logLimits.entries} or bytes > ${logLimits.bytes} do
  local oldest = redis.call('XRANGE', KEYS[3], '-', '+', 'COUNT', 1)[1]
  redis.call('XDEL', KEYS[3], oldest[1])
  length, bytes = length - 1, bytes - #oldest[2][2]
end
redis.call('HSET', KEYS[2], 'epoch', epoch, 'offset', next, 'bytes', bytes)
redis.call('EXPIRE', KEYS[2], ${keep})
redis.call('PEXPIRE', KEYS[3], ${logLimits.age})
return { epoch, next }`)

/** KEYS: as above. ARGV[3]: epoch, ARGV[4]: offset. Gives the patches, or false for a gap. */
const sinceScript = redisScript(`${epoch}
local head, from = offset(KEYS[2]), tonumber(ARGV[4])
if ARGV[3] ~= epoch or from > head then return false end
if from == head then return {} end
local entries = redis.call('XRANGE', KEYS[3], (from + 1) .. '-0', '+')
if #entries ~= head - from then return false end
local patches = {}
for i, entry in ipairs(entries) do
  if entry[2][2] == '' then return false end
  patches[i] = entry[2][2]
end
return patches`)

function patchesOf(json: string): Patch[] {
  return JSON.parse(json) as Patch[] // Nothing but what `append` wrote is in the log.
}

function unexpected(reply: unknown): never {
  throw new Error(`Redis answered with something unexpected: ${typeof reply}`)
}

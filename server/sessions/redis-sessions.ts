import { RedisStore } from "connect-redis"
import { Store, type SessionData } from "express-session"

import { BoundedMap } from "../operations/bounded-map.ts"
import type { RedisConnection } from "../redis/connect-redis.ts"
import { redisScript, runScript } from "../redis/redis-script.ts"
import { remembered, type SessionBus, type SessionEvent, type SessionListener } from "./watched-store.ts"

/** How long a session is believed without asking Redis when that is away, in milliseconds. */
const believed = 60_000
/** When what Redis did not take is tried again, in milliseconds. */
const again = 5_000

/** The sessions that the nodes of an application share. While Redis is away, those used in the last minute are still known. */
export class RedisSessionStore extends Store {
  readonly #store: RedisStore
  readonly #lifetime: number
  readonly #recent: BoundedMap<string>
  /** Ended while Redis was away: to be taken out of it when it is back. */
  readonly #ended: BoundedMap<true>
  /** Changed while Redis was away: to be written when it is back. */
  readonly #changed: BoundedMap<string>
  #again: NodeJS.Timeout | undefined
  readonly #connection: RedisConnection
  readonly #prefix: string
  readonly #endedPrefix: string

  constructor(
    connection: RedisConnection,
    { lifetime, prefix = "livetsx:", now = Date.now }: { lifetime: number; prefix?: string; now?: () => number },
  ) {
    super()
    this.#lifetime = lifetime
    this.#connection = connection
    this.#prefix = `${prefix}session:`
    this.#endedPrefix = `${prefix}ended:`
    this.#store = new RedisStore({
      client: connection.client,
      prefix: this.#prefix,
      ttl: (session) => secondsLeft(session, lifetime),
    })
    this.#recent = new BoundedMap({ count: 20_000, now })
    this.#ended = new BoundedMap({ count: 20_000, now })
    this.#changed = new BoundedMap({ count: 20_000, now })
    connection.onUp(() => this.#late())
  }

  get(id: string, callback: (error: unknown, session?: SessionData | null) => void): void {
    void this.#store.get(id, (error: unknown, session?: SessionData) => {
      if (!error) this.#remember(id, session)
      const recent = error ? this.#recent.get(id) : undefined
      if (recent === undefined) callback(error, session)
      else callback(null, sessionOf(recent))
    })
  }

  set(id: string, session: SessionData, callback?: (error?: unknown) => void): void {
    const seconds = secondsLeft(session, this.#lifetime)
    if (seconds <= 0) return this.destroy(id, callback)
    const json = JSON.stringify(session)
    this.#remember(id, session)
    this.#write(id, json, seconds).then(
      () => {
        this.#changed.delete(id)
        callback?.()
      },
      (error: unknown) => {
        this.#later(() => this.#changed.set(id, json, this.#lifetime))
        callback?.(error)
      },
    )
  }

  /** Not where it has ended: another node may not have heard of that yet. */
  async #write(id: string, json: string, seconds: number): Promise<void> {
    const keys = [this.#prefix + id, this.#endedPrefix + id]
    if (!(await runScript(this.#connection.client, writeScript, keys, [json, seconds]))) this.#recent.delete(id)
  }

  override touch(id: string, session: SessionData, callback?: () => void): void {
    void this.#store.touch(id, session, callback)
  }

  destroy(id: string, callback?: (error?: unknown) => void): void {
    this.#recent.delete(id)
    this.#changed.delete(id)
    this.#end(id).then(
      () => callback?.(),
      (error: unknown) => {
        this.#later(() => this.#ended.set(id, true, this.#lifetime))
        callback?.(error)
      },
    )
  }

  /** In this order: what was written before the mark is deleted, and nothing is written after it. */
  async #end(id: string): Promise<void> {
    const { client } = this.#connection
    await Promise.all([
      client.set(this.#endedPrefix + id, "", { expiration: { type: "PX", value: remembered } }),
      client.del(this.#prefix + id),
    ])
  }

  /** Redis may have refused this alone: it is not said to have come back then. */
  #later(note: () => void): void {
    note()
    this.#again ??= setTimeout(() => {
      this.#again = undefined
      if (this.#connection.state === "up") this.#late()
    }, again).unref()
  }

  #late(): void {
    this.#endLate()
    void this.#writeLate()
  }

  #endLate(): void {
    const ended = this.#ended.entries()
    this.#ended.clear()
    for (const [id] of ended) this.destroy(id)
  }

  /** Only what Redis still has: a session that another node has ended meanwhile stays ended. */
  async #writeLate(): Promise<void> {
    const changed = this.#changed.entries()
    this.#changed.clear()
    for (const [id, json] of changed) {
      await this.#connection.client
        .set(this.#prefix + id, json, { condition: "XX", expiration: "KEEPTTL" })
        .catch(() => this.#later(() => this.#changed.set(id, json, this.#lifetime)))
    }
  }

  #remember(id: string, session: SessionData | null | undefined): void {
    if (session) this.#recent.set(id, JSON.stringify(session), believed)
    else this.#recent.delete(id)
  }
}

/** KEYS: the session, and the mark that it has ended. ARGV: JSON, seconds. */
const writeScript = redisScript(`
if redis.call('EXISTS', KEYS[2]) == 1 then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return 1`)

/** Tells the other nodes what happens to sessions. What is lost on the way is found out when the session is loaded again. */
export function redisSessionBus(connection: RedisConnection, prefix = "livetsx:"): SessionBus {
  const channel = `${prefix}sessions`
  let listening: ((message: string) => void) | undefined
  return {
    publish: (event, id) => void connection.pub.publish(channel, `${event} ${id}`),
    subscribe(listener) {
      listening = (message) => heard(message, listener)
      void connection.sub.subscribe(channel, listening)
    },
    async close() {
      if (listening && connection.state === "up") await connection.sub.unsubscribe(channel, listening)
    },
  }
}

function heard(message: string, listener: SessionListener): void {
  const [event, id = ""] = message.split(" ", 2)
  if (isEvent(event)) listener(event, id)
}

function isEvent(text: string | undefined): text is SessionEvent {
  return text === "ended" || text === "changed"
}

function secondsLeft(session: SessionData, lifetime: number): number {
  const expires = session.cookie?.expires
  return Math.ceil((expires ? new Date(expires).getTime() - Date.now() : lifetime) / 1000)
}

function sessionOf(json: string): SessionData {
  return JSON.parse(json) as SessionData // Nothing but sessions is remembered.
}

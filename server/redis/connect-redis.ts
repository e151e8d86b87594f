import { createClient, ErrorReply } from "redis"

import { AuthorError } from "../errors.ts"
import type { Log } from "../operations/log.ts"

export type RedisClient = ReturnType<typeof newClient>

/** What the parts of one node share of Redis. */
export interface RedisConnection {
  /** "up": all clients are connected, the run id is known and Redis takes what is written. Commands reject at once while it is not connected. */
  readonly state: "up" | "down"
  /** Names this run of the Redis process: another one may have lost what was written. */
  readonly runId: string
  readonly client: RedisClient
  /** For the adapter of Socket.IO and `publish`, which never rejects. */
  readonly pub: RedisClient
  /** For subscriptions, which come back by themselves. */
  readonly sub: RedisClient
  /** Gives the function that takes the listener away. */
  onUp(listener: () => void): () => void
  onDown(listener: () => void): () => void
  close(): Promise<void>
}

/** In milliseconds. */
export interface RedisPatience {
  /** How long a start waits for Redis before it goes on without. */
  start: number
  /** How long Redis may be silent before it is taken to be away. */
  silence: number
}

const usual: RedisPatience = { start: 3_000, silence: 3_000 }

/** How often Redis is asked within the silence that is allowed to it. */
const asked = 3

/** Connects, and goes on trying for ever where Redis does not answer or goes away. */
export async function connectRedis(url: string, log: Log, patience = usual): Promise<RedisConnection> {
  checkAddress(url)
  const client = newClient(url, patience, true)
  const pub = newClient(url, patience, true)
  // A subscription that is made while Redis is away waits; there are few, and all are made at the start.
  const sub = newClient(url, patience, false)
  neverReject(pub, ["publish"], log)
  neverReject(sub, ["subscribe", "pSubscribe", "unsubscribe", "pUnsubscribe"], log)
  const link = new Link([client, pub, sub], log, Math.ceil(patience.silence / asked))
  await link.connect(patience.start)
  return {
    get state() {
      return link.state
    },
    get runId() {
      return link.runId
    },
    client,
    pub,
    sub,
    onUp: (listener) => link.on("up", listener),
    onDown: (listener) => link.on("down", listener),
    close: () => link.close(),
  }
}

/** What is wrong is not shown: it may hold a password. */
function checkAddress(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : ""
  if (protocol === "redis:" || protocol === "rediss:") return
  throw new AuthorError(
    `REDIS_URL expected an address such as redis://user:password@host:6379, got ${protocol ? `one that begins with ${protocol}` : "something else"}.`,
  )
}

function newClient(url: string, { silence }: RedisPatience, disableOfflineQueue: boolean) {
  return createClient({
    url,
    disableOfflineQueue,
    // For a handshake that hangs. Once connected, `Link` notices silence: a timeout of the socket takes a process that stood still itself for it.
    socket: { reconnectStrategy: delay, connectTimeout: silence, socketTimeout: 10 * silence },
    maintNotifications: "disabled",
  })
}

/** 50 ms, doubled up to 2 s; half of it by chance, so that nodes do not come back in step. */
function delay(retries: number): number {
  const longest = Math.min(50 * 2 ** Math.min(retries, 10), 2_000)
  return longest / 2 + (Math.random() * longest) / 2
}

type Guarded = "publish" | "subscribe" | "pSubscribe" | "unsubscribe" | "pUnsubscribe"
type Call = (...args: unknown[]) => Promise<unknown>

/** The adapter of Socket.IO does not look at what becomes of these; a rejection that nobody handles would end the process. */
function neverReject(client: RedisClient, names: Guarded[], log: Log): void {
  for (const name of names) {
    const call = callOf(client, name)
    const guarded: Call = (...args) =>
      call.apply(client, args).catch((error: unknown) => log.debug({ err: error }, `Redis: ${name} was not done`))
    Object.defineProperty(client, name, { value: guarded })
  }
}

/** The commands have types of their own, which do not matter to what only passes their arguments on. */
function callOf(client: RedisClient, name: Guarded): Call {
  return client[name] as unknown as Call
}

/** Three clients as one: up when all are. */
class Link {
  state: "up" | "down" = "down"
  runId = ""
  readonly #clients: [RedisClient, RedisClient, RedisClient]
  readonly #log: Log
  readonly #probing: NodeJS.Timeout
  readonly #listeners = { up: new Set<() => void>(), down: new Set<() => void>() }
  #closed = false
  /** Probes that a client has not answered: how often it was looked for since. */
  readonly #unanswered = new Map<RedisClient, number>()
  #isReconnecting = false
  readonly #problems = new Set<string>()

  constructor(clients: [RedisClient, RedisClient, RedisClient], log: Log, every: number) {
    this.#clients = clients
    this.#log = log
    this.#probing = setInterval(() => void this.#probe(), every).unref()
    for (const client of clients) {
      client.on("error", (error: Error) => this.#failed(error))
      client.on("end", () => this.#gone())
      client.on("reconnecting", () => this.#gone())
      client.on("ready", () => void this.#ready())
    }
  }

  on(event: "up" | "down", listener: () => void): () => void {
    this.#listeners[event].add(listener)
    return () => void this.#listeners[event].delete(listener)
  }

  async connect(patience: number): Promise<void> {
    const connected = Promise.all(this.#clients.map((client) => client.connect()))
    connected.catch((error: Error) => this.#failed(error))
    const up = new Promise<void>((resolve) => this.on("up", resolve))
    const { waited, stop } = wait(patience)
    await Promise.race([up, waited])
    stop()
    if (this.state === "down") this.#log.warn("Redis does not answer; starting without it and trying on.")
  }

  async close(): Promise<void> {
    this.#closed = true
    clearInterval(this.#probing)
    for (const client of this.#clients) if (client.isOpen) client.destroy()
    this.state = "down"
  }

  async #ready(): Promise<void> {
    if (!this.#clients.every((client) => client.isReady)) return
    try {
      const info = await this.#clients[0].info()
      await this.#write()
      if (!this.#clients.every((client) => client.isReady) || this.state === "up") return
      this.runId = field(info, "run_id")
      this.state = "up"
      this.#isReconnecting = false
      this.#problems.clear()
      this.#log.info({ version: field(info, "redis_version") }, "Redis is connected")
      warnOfEviction(field(info, "maxmemory_policy"), this.#log)
      for (const listener of this.#listeners.up) listener()
    } catch (error) {
      this.#failed(error)
    }
  }

  /**
   * Silence is counted in turns of this process, which in each has read what had come: one that stood still for seconds (a suspended
   * machine, a long computation) has not heard Redis, which is no fault of Redis.
   */
  #probe(): void {
    const hanging = this.#clients.some((client) => (this.#unanswered.get(client) ?? 0) >= asked)
    if (hanging) return this.#hangs()
    for (const client of this.#clients) {
      const turns = this.#unanswered.get(client)
      if (turns !== undefined) this.#unanswered.set(client, turns + 1)
      else if (client.isReady) void this.#ask(client)
    }
  }

  /** A Redis that is full, or has become a replica, answers and takes nothing: it is as good as away until it does. */
  async #ask(client: RedisClient): Promise<void> {
    this.#unanswered.set(client, 1)
    try {
      if (client !== this.#clients[0]) await client.ping()
      else {
        await this.#write()
        if (this.state === "down") await this.#ready()
      }
    } catch (error) {
      this.#failed(error)
      if (error instanceof ErrorReply) this.#lost("takes nothing")
    } finally {
      this.#unanswered.delete(client)
    }
  }

  async #write(): Promise<void> {
    await this.#clients[0].set("livetsx:probe", "", { expiration: { type: "EX", value: 60 } })
  }

  #gone(): void {
    this.#reconnect()
    this.#lost("is away")
  }

  #hangs(): void {
    this.#isReconnecting = false
    this.#reconnect()
    this.#lost("does not answer")
  }

  #lost(how: string): void {
    this.runId = ""
    if (this.state === "down") return
    this.state = "down"
    if (!this.#closed) this.#log.warn(`Redis ${how}; pages go on by themselves`)
    for (const listener of this.#listeners.down) listener()
  }

  /** What was asked of a Redis that hangs fails now: otherwise it would be done after what is done without Redis from here on. */
  #reconnect(): void {
    if (this.#isReconnecting || this.#closed) return
    this.#isReconnecting = true
    for (const client of this.#clients.filter(({ isReady }) => isReady)) {
      client.destroy()
      client.connect().catch((error: unknown) => this.#failed(error))
    }
  }

  /** A line for each problem of an outage, not one for each attempt. */
  #failed(error: unknown): void {
    const problem = error instanceof Error ? error.message || error.name : String(error)
    if (this.#closed || this.#problems.has(problem)) return
    this.#problems.add(problem)
    this.#log.warn({ problem }, "Redis")
  }
}

function field(info: string, name: string): string {
  return new RegExp(`^${name}:(.*?)\\r?$`, "m").exec(info)?.[1] ?? ""
}

/** What Redis throws away to make room could be the count of a room, and pages would miss what was sent. */
function warnOfEviction(policy: string, log: Log): void {
  if (policy !== "noeviction") log.warn({ policy }, "Redis should run with maxmemory-policy noeviction")
}

function wait(milliseconds: number): { waited: Promise<void>; stop: () => void } {
  let timer: NodeJS.Timeout | undefined
  const waited = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds)
  })
  return { waited, stop: () => clearTimeout(timer) }
}

import { ErrorReply } from "redis"

import type { Log } from "../operations/log.ts"
import type { RedisClient } from "./connect-redis.ts"

/** How often Redis is asked within the silence that is allowed to it. */
export const asked = 3

/** Three clients as one: up when all are. */
export class Link {
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
    // By our own hand.
    if (this.#isReconnecting) return
    this.#reconnect()
    this.#lost("is away")
  }

  #hangs(): void {
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
    if (this.#closed) return
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

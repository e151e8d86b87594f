import { createClient } from "redis"

import { AuthorError } from "../errors.ts"
import type { Log } from "../operations/log.ts"
import { asked, Link } from "./redis-link.ts"

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

function checkAddress(url: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : ""
  if (protocol !== "redis:" && protocol !== "rediss:") throw wrongAddress(protocol ? `one that begins with ${protocol}` : "something else")
  try {
    createClient({ url })
  } catch {
    throw wrongAddress("one whose database is not a number, or that has a % which is not written as %25")
  }
}

/** What is wrong is not shown: it may hold a password. */
function wrongAddress(got: string): AuthorError {
  return new AuthorError(`REDIS_URL expected an address such as redis://user:password@host:6379, got ${got}.`)
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

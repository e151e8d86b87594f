import proxyAddr from "proxy-addr"

import { AuthorError } from "./errors.ts"
import type { Mode } from "./events/services.ts"
import type { Translator } from "./languages/catalogs.ts"
import { type Rate, usualRates } from "./operations/rate-limits.ts"
import type { PageRequest } from "./events/context.ts"
import type { PageConfig } from "./protocol.ts"
import type { PresenceInfo } from "./rooms/presence-info.ts"
import type { SessionData } from "./sessions/session-data.ts"
import type { SessionOptions } from "./sessions/session-options.ts"
import { uploadLimits, type UploadLimits, type UploadOptions } from "./uploads/upload-options.ts"

/** Options of `createLiveView`; those with an environment variable name it. */
export interface LiveViewOptions {
  /** PORT; 3000. */
  port?: number
  /** HOST; all addresses. */
  host?: string
  /** REDIS_URL. With it any number of processes serve one application. */
  redis?: string
  /** SECRET: 32 characters or more. Of a list the first signs and all are accepted, so that secrets can be changed. */
  secret?: string | string[]
  /** ORIGINS (comma-separated): origins of pages that may connect, beside the request's own host. */
  origins?: string[]
  /** TRUST_PROXY: Express's `trust proxy`. */
  trustProxy?: boolean | number | string
  /** SOCKET_PATH; "/socket.io/". */
  path?: string
  /** DATA_DIR; ".livetsx". Where sessions and page states are kept while a process without Redis is restarted. */
  dataDir?: string
  /** The application's languages; the first is the default. */
  languages?: string[]
  /** Gives the `t` of a language; `catalogs()` makes one. */
  translate?: Translator
  session?: SessionOptions
  /** What visitors may upload, and where it waits for a handler. */
  uploads?: UploadOptions
  /** How the browser connects again: milliseconds until the first and the longest delay, factor, and the share that is random. */
  reconnection?: Partial<PageConfig["reconnection"]>
  /** `["websocket"]`. Long polling (`["polling", "websocket"]`) needs a load balancer with sticky sessions. */
  transports?: ("websocket" | "polling")[]
  /** What others see of a visitor who is in a room, for `presence(room)`; undefined: nothing. Asked when a page joins a room and when its session changes. */
  presence?: (visitor: Visitor) => PresenceInfo | undefined | Promise<PresenceInfo | undefined>
  /** METRICS_TOKEN: who sends it as a bearer token may read /metrics from anywhere; without it, private addresses may. */
  metricsToken?: string
  /** How often a page, and all pages of an address, may call (20 a second and 40 at once; 200 and 400), and how often an address may connect (20 and 40). */
  limits?: Partial<Limits>
}

/** The visitor of a page, as the `presence` option gets them. */
export interface Visitor {
  session: SessionData
  lang: string
  request: PageRequest
}

export interface Limits {
  page: Rate
  address: Rate
  handshakes: Rate
}

/** The options with what the environment and the defaults add. */
export interface Settings {
  port: number
  host: string | undefined
  redis: string | undefined
  secrets: string[]
  origins: string[]
  trustProxy: boolean | number | string
  path: string
  dataDir: string
  languages: string[]
  translate: Translator
  session: SessionOptions
  uploads: UploadLimits & Pick<UploadOptions, "store">
  reconnection: PageConfig["reconnection"]
  transports: ("websocket" | "polling")[]
  limits: Limits
  presence: LiveViewOptions["presence"]
  metricsToken: string | undefined
}

export function readSettings(options: LiveViewOptions, env: NodeJS.ProcessEnv): Settings {
  const unknown = Object.keys(options).find((key) => !known.has(key))
  if (unknown !== undefined)
    throw new AuthorError(`createLiveView() has no option "${unknown}". Expected some of ${[...known].join(", ")}.`)
  for (const [part, names] of Object.entries(knownParts)) checkPart(part, names, Reflect.get(options, part))
  const { secret = env.SECRET || [] } = options
  return {
    port: portOf(options.port ?? (env.PORT || 3000)),
    host: options.host ?? (env.HOST || undefined),
    redis: options.redis ?? (env.REDIS_URL || undefined),
    secrets: [secret].flat(),
    origins: (options.origins ?? list(env.ORIGINS)).map(originOf),
    trustProxy: trusted(options.trustProxy ?? trustProxyOf(env.TRUST_PROXY)),
    path: pathOf(options.path ?? (env.SOCKET_PATH || "/socket.io/")),
    dataDir: options.dataDir ?? (env.DATA_DIR || ".livetsx"),
    languages: options.languages?.length ? options.languages : ["en"],
    translate: options.translate ?? (() => (key) => key),
    session: options.session ?? {},
    uploads: { ...uploadLimits(options.uploads), store: options.uploads?.store },
    reconnection: { delay: 200, max: 10_000, factor: 1.5, jitter: 0.5, ...options.reconnection },
    transports: options.transports ?? ["websocket"],
    limits: { page: { perSecond: 20, burst: 40 }, ...usualRates, ...options.limits },
    presence: options.presence,
    metricsToken: options.metricsToken ?? (env.METRICS_TOKEN || undefined),
  }
}

const known = new Set<string>(
  Object.keys({
    port: 1,
    host: 1,
    redis: 1,
    secret: 1,
    origins: 1,
    trustProxy: 1,
    path: 1,
    dataDir: 1,
    languages: 1,
    translate: 1,
    session: 1,
    uploads: 1,
    reconnection: 1,
    transports: 1,
    limits: 1,
    presence: 1,
    metricsToken: 1,
  } satisfies Record<keyof LiveViewOptions, 1>),
)

/** What the options hold that are objects themselves. */
const knownParts: Record<string, string[]> = {
  session: Object.keys({
    name: 1,
    maxAge: 1,
    sameSite: 1,
    secure: 1,
    domain: 1,
    path: 1,
    lifetime: 1,
  } satisfies Record<keyof SessionOptions, 1>),
  limits: Object.keys({ page: 1, address: 1, handshakes: 1 } satisfies Record<keyof Limits, 1>),
  reconnection: Object.keys({ delay: 1, max: 1, factor: 1, jitter: 1 } satisfies Record<keyof PageConfig["reconnection"], 1>),
}

function checkPart(part: string, names: string[], given: object | undefined) {
  const unknown = Object.keys(given ?? {}).find((key) => !names.includes(key))
  if (unknown !== undefined)
    throw new AuthorError(`createLiveView({ ${part} }) has no option "${unknown}". Expected some of ${names.join(", ")}.`)
}

/** As browsers write it: it is compared letter by letter. Those of applications (`capacitor://localhost`) are none to `URL`. */
function originOf(origin: string): string {
  const isOwn = /^https?:/.test(origin)
    ? URL.canParse(origin) && new URL(origin).origin === origin
    : /^[a-z][\w+.-]*:\/\/[^/\s]+$/.test(origin)
  if (!isOwn)
    throw new AuthorError(`ORIGINS expected origins such as "https://example.com", without a path, got ${JSON.stringify(origin)}.`)
  return origin
}

function portOf(value: number | string): number {
  const port = Number(value)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new AuthorError(`PORT expected a number from 0 to 65535, got ${JSON.stringify(value)}.`)
  return port
}

function pathOf(path: string): string {
  if (!/^\/[\w./-]*$/.test(path)) throw new AuthorError(`SOCKET_PATH expected a path such as "/socket.io/", got ${JSON.stringify(path)}.`)
  return path.endsWith("/") ? path : `${path}/`
}

function list(text = ""): string[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
}

/** "true", a number of proxies, or addresses. */
function trustProxyOf(text = ""): boolean | number | string {
  if (text === "" || text === "false") return false
  if (text === "true") return true
  return /^\d+$/.test(text) ? Number(text) : text
}

/** Express itself says of an address that is none only that it is invalid. */
function trusted(value: boolean | number | string): boolean | number | string {
  try {
    if (typeof value === "string") proxyAddr.compile(value.split(",").map((address) => address.trim()))
  } catch {
    throw new AuthorError(`TRUST_PROXY expected true, a number of proxies, or their addresses, got ${JSON.stringify(value)}.`)
  }
  return value
}

/** What a server is run as where nobody says. */
export function modeOf(env: NodeJS.ProcessEnv): Mode {
  return env.NODE_ENV === "production" ? "production" : env.NODE_ENV === "test" ? "test" : "development"
}

import { pino, stdTimeFunctions, type DestinationStream, type Logger } from "pino"

import { AuthorError } from "../errors.ts"

/** pino: `log.info({ handler: "add" }, "text")`. Form values, data, tokens, cookies and session ids are never given to it; those that slip in are struck out. */
export type Log = Logger
export type LogMode = "development" | "production" | "test"

/** The log of a process: lines of JSON in production, readable lines in development, warnings only in tests. */
export function createLog(mode: LogMode, destination: { write(line: string): unknown } = process.stdout): Log {
  const options = {
    level: levelOf(process.env.LOG_LEVEL || levels[mode]),
    base: undefined,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: secrets, censor: "[left out]" },
    formatters: { log: withPlainError },
    // pino's own would take the type of what is left of an error.
    serializers: { err: (error: unknown) => error },
  }
  return pino(options, mode === "production" ? json(destination) : readable(destination))
}

function levelOf(level: string): string {
  if (level !== "silent" && pino.levels.values[level] === undefined)
    throw new AuthorError(`LOG_LEVEL expected debug, info, warn, error or silent, got ${JSON.stringify(level)}.`)
  return level
}

/** Anything can be thrown, also what breaks when it is looked into (a `Response`, a getter that throws): of an error only these parts are read. */
function withPlainError(fields: Record<string, unknown>): Record<string, unknown> {
  return "err" in fields ? { ...fields, err: plainError(fields.err) } : fields
}

function plainError(error: unknown) {
  if (!(error instanceof Error)) return { type: typeof error, stack: `Thrown: ${thrown(error)}. Expected an Error.` }
  const { name, message, stack } = error
  return { type: name, message, stack: [stack ?? `${name}: ${message}`, ...causesOf(error)].join("\ncaused by: ") }
}

/** Of an object only its kind: it may hold what a visitor has typed. */
function thrown(value: unknown): string {
  if (typeof value === "object" && value !== null) return `an object of ${value.constructor?.name ?? "no class"}`
  return typeof value === "string" ? JSON.stringify(value) : String(value)
}

/** Causes of causes are told so deep. */
const deepest = 5

function causesOf({ cause }: Error, depth = 1): string[] {
  if (!(cause instanceof Error) || depth > deepest) return []
  return [cause.stack ?? cause.message, ...causesOf(cause, depth + 1)]
}

const levels: Record<LogMode, string> = { development: "info", production: "info", test: "warn" }

const names = ["form", "data", "token", "cookie", "authorization", "password", "secret", "session", "sessionId", "auth"]
/** Wherever one of the names stands, two objects deep. */
const secrets = ["", "*.", "*.*."]
  .flatMap((depth) => names.map((name) => depth + name))
  .concat("*.headers.cookie", "headers.cookie", 'headers["x-liveview-room"]')

function json(destination: { write(line: string): unknown }): DestinationStream {
  return { write: (line) => void destination.write(line) }
}

/** 12:03:05 warn  text  key=value, and the stack of an error below. */
function readable(destination: { write(line: string): unknown }): DestinationStream {
  return { write: (line) => void destination.write(`${readableLine(JSON.parse(line))}\n`) }
}

function readableLine({ level, time, msg, err, ...rest }: Record<string, unknown>): string {
  const fields = Object.entries(rest).map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`)
  const label = (typeof level === "number" && pino.levels.labels[level]) || "info"
  const stack = typeof err === "object" && err !== null && "stack" in err ? `\n${err.stack}` : ""
  return [String(time).slice(11, 19), label.padEnd(5), msg, ...fields].filter((part) => part !== undefined && part !== "").join(" ") + stack
}

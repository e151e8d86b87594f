import { pino, stdTimeFunctions, type DestinationStream, type Logger } from "pino"

/** pino: `log.info({ handler: "add" }, "text")`. Form values, data, tokens, cookies and session ids are never given to it; those that slip in are struck out. */
export type Log = Logger
export type LogMode = "development" | "production" | "test"

/** The log of a process: lines of JSON in production, readable lines in development, warnings only in tests. */
export function createLog(mode: LogMode, destination: { write(line: string): unknown } = process.stdout): Log {
  const options = {
    level: process.env.LOG_LEVEL || levels[mode],
    base: undefined,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: secrets, censor: "[left out]" },
  }
  return pino(options, mode === "production" ? json(destination) : readable(destination))
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

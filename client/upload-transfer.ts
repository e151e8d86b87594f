import { OFFSET_HEADER, ROOM_HEADER, UPLOADS } from "../server/protocol.ts"
import { type Answer, send } from "./upload-request.ts"

export interface Transfer {
  file: File
  field: string
  /** Where it was begun before. */
  id?: string
  /** The page's, at the time. */
  token(): string
  signal: AbortSignal
  begun(id: string): void
  progressed(loaded: number): void
  /** There is no connection, or there is one again. */
  waiting(is: boolean): void
}

/** Why the server, or the browser itself, does not take a file. */
export class UploadRefused extends Error {
  override name = "UploadRefused"
  readonly code: string
  readonly limit: unknown

  constructor(code: string, limit?: unknown) {
    super(code)
    this.code = code
    this.limit = limit
  }
}

/** Bytes sent at once, so that each takes about a second; and how often the server may fail. */
const chunk = { first: 512 * 1024, least: 64 * 1024, most: 8 * 1024 * 1024 }
const patience = { failures: 6, least: 500, most: 5_000 }

/** Sends a file, however often the connection is lost: the server says how much it has, and the rest goes on from there. Gives its id. */
export async function transfer(job: Transfer): Promise<string> {
  let id = job.id
  let offset: number | undefined
  let size = chunk.first
  let failures = 0
  let pauses = 0
  for (;;) {
    try {
      if (id === undefined) {
        id = await announce(job)
        offset = 0
        job.begun(id)
      }
      offset ??= await askOffset(job, id)
      job.waiting(false)
      job.progressed(offset)
      while (offset < job.file.size) {
        const started = performance.now()
        offset = await add(job, id, offset, size)
        size = fitting(size, performance.now() - started)
        pauses = 0
      }
      return id
    } catch (error) {
      if (job.signal.aborted) throw error
      offset = undefined
      if (error instanceof Unanswered) await unlessUnreadable(job)
      else if (!(error instanceof Failed) || ++failures > patience.failures)
        throw error instanceof Failed ? new UploadRefused("failed") : error
      if (error instanceof Failed && error.status === 404) id = undefined
      job.waiting(true)
      await pause(Math.min(patience.least * 2 ** pauses++, patience.most), job.signal)
    }
  }
}

/** Nobody has answered. */
class Unanswered extends Error {}

/** The server could not do it now: it is tried again. */
class Failed extends Error {
  readonly status: number

  constructor(status: number) {
    super(String(status))
    this.status = status
  }
}

/** What will be no better when it is tried again. An expired token (403) is renewed by the page meanwhile. */
const final = [400, 413, 415, 421, 429, 507]

async function call(
  job: Transfer,
  method: "POST" | "HEAD" | "PATCH",
  path: string,
  more: { headers?: Record<string, string>; body?: Blob | string; progressed?(loaded: number): void } = {},
): Promise<Answer> {
  const headers = { [ROOM_HEADER]: job.token(), ...more.headers }
  const answer = await send({ method, url: UPLOADS + path, ...more, headers, signal: job.signal }).catch(() => undefined)
  if (!answer?.status) throw new Unanswered()
  if (final.includes(answer.status)) throw refused(answer.text)
  if (answer.status >= 300) throw new Failed(answer.status)
  return answer
}

async function announce(job: Transfer): Promise<string> {
  const { name, type, size } = job.file
  const body = JSON.stringify({ field: job.field, name, type, size })
  const { text } = await call(job, "POST", "", { body, headers: { "content-type": "application/json" } })
  return String(parsed(text).id)
}

async function askOffset(job: Transfer, id: string): Promise<number> {
  return offsetOf(await call(job, "HEAD", `/${id}`))
}

async function add(job: Transfer, id: string, offset: number, size: number): Promise<number> {
  const progressed = (loaded: number) => job.progressed(Math.min(offset + loaded, job.file.size))
  // A type of its own would be sent along and tell nothing.
  const body = job.file.slice(offset, offset + size, "application/offset+octet-stream")
  return offsetOf(await call(job, "PATCH", `/${id}`, { body, progressed, headers: { [OFFSET_HEADER]: String(offset) } }))
}

function offsetOf(answer: Answer): number {
  const offset = Number.parseInt(answer.header(OFFSET_HEADER) ?? "", 10)
  if (Number.isNaN(offset)) throw new Failed(answer.status)
  return offset
}

function refused(text: string): UploadRefused {
  const { code, limit } = parsed(text)
  return new UploadRefused(typeof code === "string" ? code : "failed", limit)
}

function parsed(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text))
  } catch {
    return {}
  }
}

function fitting(size: number, milliseconds: number): number {
  if (milliseconds < 500) return Math.min(size * 2, chunk.most)
  return milliseconds > 4_000 ? Math.max(size / 2, chunk.least) : size
}

/** A file that was changed or removed since it was chosen fails as a lost connection does. */
async function unlessUnreadable({ file }: Transfer): Promise<void> {
  await file
    .slice(0, 1)
    .arrayBuffer()
    .catch(() => {
      throw new UploadRefused("unreadable")
    })
}

/** Ends early where there is reason to think that the network is back. */
function pause(delay: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController()
    const end = () => {
      over.abort()
      clearTimeout(timer)
      resolve()
    }
    const timer = setTimeout(end, delay * (0.5 + Math.random() / 2))
    for (const [target, name] of [
      [window, "online"],
      [document, "liveview:reconnect"],
      [signal, "abort"],
    ] as const)
      target.addEventListener(name, end, { signal: over.signal })
  })
}

/** Tells the server that a file is not wanted any more; what it does not hear, it finds out in time. */
export function discard(id: string, token: string): void {
  send({ method: "DELETE", url: `${UPLOADS}/${id}`, headers: { [ROOM_HEADER]: token } }).catch(() => undefined)
}

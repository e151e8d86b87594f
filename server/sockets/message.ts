import type { EventMessage, HandshakeAuth, Heads, ResumeMessage } from "../protocol.ts"
import { limits } from "../protocol.ts"
import type { UploadReferences } from "../uploads/uploads.ts"

export type Parsed<T> = { value: T; wrong?: undefined } | { value?: undefined; wrong: string }

/** An event as it may be taken, or what is wrong with it: what was expected, and what was got. */
export function parseMessage(message: unknown): Parsed<EventMessage | ResumeMessage> {
  if (!isRecord(message)) return { wrong: `expected an object, got ${kind(message)}` }
  const size = measure(message)
  if (size) return { wrong: size }
  if (Object.hasOwn(message, "r")) return isHeads(message.r) ? { value: { r: message.r } } : { wrong: "expected r to be positions by room" }
  const rules = Object.keys(message).map((key) => check(key, message[key]))
  const wrong = rules.find((rule) => rule !== undefined)
  if (wrong !== undefined) return { wrong }
  if (!isNumber(message.n) || typeof message.f !== "string") return { wrong: "expected n (a number) and f (the name of a handler)" }
  return { value: eventOf(message) }
}

/** Checked field by field by `parseMessage`. */
function eventOf(message: Record<string, unknown>): EventMessage {
  return message as unknown as EventMessage
}

/** What each field of an event must be. */
const fields: Record<keyof EventMessage, [expected: string, test: (value: unknown) => boolean]> = {
  n: ["a number from 1", isNumber],
  f: ["the name of a handler", (value) => isText(value, 200)],
  d: ["an object", isRecord],
  m: ["an object", isRecord],
  a: ["ids of uploads by field", isUploads],
  l: ["a language", (value) => isText(value, 35)],
  t: ["a trigger", (value) => isText(value, 100)],
  u: ["a path", isPath],
  x: ["1", (value) => value === 1],
  s: ["the identity of a document", (value) => isText(value, 40)],
}

function check(key: string, value: unknown): string | undefined {
  if (!isField(key)) return `got an unknown field ${JSON.stringify(key.slice(0, 20))}`
  const [expected, test] = fields[key]
  return test(value) ? undefined : `expected ${key} to be ${expected}, got ${kind(value)}`
}

function isField(key: string): key is keyof EventMessage {
  return Object.hasOwn(fields, key)
}

/** What a page says of itself when it connects, or undefined where it is none of ours. */
export function parseAuth(auth: unknown): HandshakeAuth | undefined {
  if (!isRecord(auth) || measure(auth)) return undefined
  const { token, document, heads, shown, url, lang, build } = auth
  if (!isText(token, 200) || !isText(document, 40) || document === "" || !isHeads(heads) || !isPath(url)) return undefined
  if (!Array.isArray(shown) || !isText(shown[0], 40) || typeof shown[1] !== "number") return undefined
  return {
    token,
    document,
    heads,
    shown: [shown[0], shown[1]],
    url,
    ...(isText(lang, 35) ? { lang } : {}),
    ...(isText(build, 100) ? { build } : {}),
  }
}

/** Too deep, too many keys, or bytes: files go by upload. */
function measure(value: unknown): string | undefined {
  let keys = 0
  const walk = (part: unknown, depth: number): string | undefined => {
    if (typeof part !== "object" || part === null) return undefined
    if (ArrayBuffer.isView(part) || part instanceof ArrayBuffer) return "got bytes"
    if (depth > limits.depth) return `got more than ${limits.depth} levels`
    for (const key in part) {
      keys += 1
      if (keys > limits.keys) return `got more than ${limits.keys} keys`
      const wrong = walk(Reflect.get(part, key), depth + 1)
      if (wrong) return wrong
    }
    return undefined
  }
  return walk(value, 1)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
}

function isHeads(value: unknown): value is Heads {
  return isRecord(value) && Object.values(value).every((head) => head === null || isText(head, 40))
}

function isUploads(value: unknown): value is UploadReferences {
  return isRecord(value) && Object.values(value).every((ids) => (Array.isArray(ids) ? ids.every((id) => isText(id, 40)) : isText(ids, 40)))
}

function isText(value: unknown, length: number): value is string {
  return typeof value === "string" && value.length <= length
}

function isNumber(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0
}

/** A path on this site, never another host's. */
function isPath(value: unknown): value is string {
  return isText(value, 8_000) && /^\/(?![/\\])[^\s\\]*$/.test(value)
}

function kind(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "an array" : typeof value
}

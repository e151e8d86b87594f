import { AuthorError } from "../errors.ts"
import type { SessionData } from "../sessions/session-data.ts"

/** What page state may hold: JSON. */
export type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json }

/** What the first state of a page is made of. */
export interface StateSource {
  params: Record<string, string>
  query: Record<string, string | string[]>
  session: SessionData
  lang: string
}

/** A declared piece of page state, to be named in the `state` option of handlers and pages. */
export interface StateDefinition<S> {
  readonly kind: "state"
  readonly name: string
  readonly initial: (source: StateSource) => S
}

/** Bytes of JSON that one piece of page state may take. */
export const stateLimit = 64 * 1024

/**
 * Declares a piece of page state: JSON, one copy per open page, kept on the server, at most 64 KB.
 * It outlives reconnections and refreshes; a document that is loaded anew starts with `initial`.
 */
export function state<S>(name: string, initial: (source: StateSource) => S): StateDefinition<S> {
  if (typeof name !== "string" || name === "")
    throw new AuthorError(`state() expected a name as its first argument, got ${JSON.stringify(name)}.`)
  if (typeof initial !== "function")
    throw new AuthorError(`state("${name}") expected a function that returns the first state, got ${typeof initial}.`)
  return { kind: "state", name, initial }
}

/** Refuses as the option `state` what `state()` did not return. `where` begins the message. */
export function checkState(where: string, given: unknown): void {
  if (given === undefined || Object(given).kind === "state") return
  throw new AuthorError(`${where} expected what state() returns as its option "state", got ${given === null ? "null" : typeof given}.`)
}

/** The JSON of a piece of state; an AuthorError where it is not JSON or is too large. */
export function stateJson(name: string, value: unknown): string {
  const json = written(name, value)
  const bytes = Buffer.byteLength(json)
  if (bytes > stateLimit) throw new AuthorError(`State "${name}" expected at most ${stateLimit} bytes of JSON, got ${bytes}.`)
  return json
}

function written(name: string, value: unknown): string {
  try {
    const json = JSON.stringify(value)
    if (json !== undefined && survives(value)) return json
  } catch {
    // A bigint, or an object that holds itself.
  }
  throw new AuthorError(`State "${name}" expected JSON, got ${lostInJson(value, [])}.`)
}

/** Whether the value comes back from JSON as what it was. It is called for every change of a state: it looks, and remembers nothing. */
function survives(value: unknown): boolean {
  if (typeof value === "number") return Number.isFinite(value)
  if (typeof value !== "object" || value === null) return typeof value !== "function" && typeof value !== "symbol"
  if (Array.isArray(value)) return value.every(survives) && !value.includes(undefined)
  return !isLost(value) && Object.values(value).every(survives)
}

/** Objects of a class are kept as what they hold: rows of a database are such objects. */
function isLost(value: object): boolean {
  if (Object.getPrototypeOf(value) === Object.prototype) return false
  return notJson.some((type) => value instanceof type) || ArrayBuffer.isView(value) || isWrittenAsText(value)
}

const notJson = [
  Date,
  Map,
  Set,
  WeakMap,
  WeakSet,
  WeakRef,
  RegExp,
  Promise,
  Error,
  ArrayBuffer,
  SharedArrayBuffer,
  Blob,
  FormData,
  Headers,
  URLSearchParams,
]

/** Such as an address (`URL`) or a decimal, of which JSON makes a text. */
function isWrittenAsText(value: object): boolean {
  return "toJSON" in value && typeof value.toJSON === "function" && typeof value.toJSON() !== "object"
}

/** What does not come back as what it was, and where. */
function lostInJson(value: unknown, path: readonly string[], around: readonly object[] = []): string | undefined {
  const place = path.length > 0 ? ` at ${path.join(".")}` : ""
  if (typeof value !== "object" || value === null) {
    if (value === undefined && path.length === 0) return "undefined"
    if (typeof value === "number" && !Number.isFinite(value)) return `${value}${place}`
    return ["function", "symbol", "bigint"].includes(typeof value) ? `a ${typeof value}${place}` : undefined
  }
  if (isLost(value)) return `${/^[AEIO]/.test(value.constructor.name) ? "an" : "a"} ${value.constructor.name}${place}`
  if (Array.isArray(value) && value.includes(undefined)) return `undefined at ${[...path, value.findIndex(isUndefined)].join(".")}`
  if (around.includes(value)) return `an object that holds itself${place}`
  for (const [key, held] of Object.entries(value)) {
    const lost = lostInJson(held, [...path, key], [...around, value])
    if (lost) return lost
  }
  return undefined
}

function isUndefined(value: unknown): boolean {
  return value === undefined
}

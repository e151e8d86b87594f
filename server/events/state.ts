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

/** The JSON of a piece of state; an AuthorError where it is not JSON or is too large. */
export function stateJson(name: string, value: unknown): string {
  const json = JSON.stringify(value)
  if (json === undefined) throw new AuthorError(`State "${name}" expected JSON, got ${typeof value}.`)
  const bytes = Buffer.byteLength(json)
  if (bytes > stateLimit) throw new AuthorError(`State "${name}" expected at most ${stateLimit} bytes of JSON, got ${bytes}.`)
  return json
}

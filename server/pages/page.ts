import { match } from "path-to-regexp"

import type { PageRequest, Translate } from "../events/context.ts"
import { checkState, type StateDefinition } from "../events/state.ts"
import type { Children } from "../jsx/jsx-runtime.ts"
import type { ControlValue } from "../patches/elements.ts"
import type { Presence } from "../rooms/presence.ts"
import type { SessionData } from "../sessions/session-data.ts"
import type { Layout } from "./layout.tsx"

import { AuthorError } from "../errors.ts"

/** What a page's render (and its `title` and `rooms`) gets. */
export interface PageContext<S = unknown> {
  /** Parameters of the path. */
  params: Record<string, string>
  query: Record<string, string | string[]>
  lang: string
  session: SessionData
  state: S
  request: PageRequest
  t: Translate
  /** Who is in a room: needs the `presence` option of `createLiveView`. */
  presence: (room: string) => Presence
  /** For the author's own `<script nonce>` and `<style nonce>`. */
  nonce: string
}

export type PageReturned = Children | ControlValue | Promise<Children | ControlValue>
export type PageRender<S> = (context: PageContext<S>) => PageReturned

export interface PageOptions<S> {
  title?: string | ((context: PageContext<S>) => string)
  state?: StateDefinition<S>
  /** Rooms that the page is in from the start. */
  rooms?: string[] | ((context: PageContext<S>) => string[])
  /** Another layout than the default. */
  layout?: Layout
  render: PageRender<S>
}

export interface Page {
  readonly kind: "page"
  readonly path: string
  readonly options: PageOptions<unknown>
}

/** Declares a page: Express path syntax, and how it is rendered. It is served when its module exports it. */
export function page<S = undefined>(path: string, options: PageOptions<S> | PageRender<S>): Page {
  const given = typeof options === "function" ? { render: options } : options
  checkPage(path, given)
  return { kind: "page", path, options: erased(given) }
}

/** The registry holds pages of any state; each is called with the state that it named. */
function erased<S>(options: PageOptions<S>): PageOptions<unknown> {
  return options as unknown as PageOptions<unknown>
}

function checkPage(path: unknown, options: unknown) {
  if (typeof path !== "string" || !path.startsWith("/"))
    throw new AuthorError(`page() expected a path that starts with "/", got ${JSON.stringify(path)}.`)
  checkSyntax(path)
  if (typeof options !== "object" || options === null || !("render" in options) || typeof options.render !== "function")
    throw new AuthorError(`page("${path}") expected a function or options with a function "render".`)
  if ("state" in options) checkState(`page("${path}")`, options.state)
  for (const [option, [expected, isIt]] of Object.entries(expectedOptions)) {
    const given: unknown = Reflect.get(options, option)
    if (given !== undefined && !isIt(given))
      throw new AuthorError(`page("${path}") expected ${expected} as its option "${option}", got ${typeof given}.`)
  }
  const unknown = Object.keys(options).find((key) => !known.has(key))
  if (unknown !== undefined) throw new AuthorError(`page("${path}") has no option "${unknown}". Expected one of ${[...known].join(", ")}.`)
}

/** Express's path syntax is path-to-regexp's (https://expressjs.com/en/guide/routing.html). */
function checkSyntax(path: string) {
  try {
    match(path)
  } catch (error) {
    throw new AuthorError(`page("${path}") expected a path in Express's syntax: ${error instanceof Error ? error.message : error}`)
  }
}

const isFunction = (given: unknown) => typeof given === "function"

const expectedOptions: Record<string, [expected: string, isIt: (given: unknown) => boolean]> = {
  title: ["a text or a function", (given) => typeof given === "string" || isFunction(given)],
  rooms: ["a list of names or a function", (given) => Array.isArray(given) || isFunction(given)],
  layout: ["what layout() returns", (given) => Object(given).kind === "layout"],
}

const known = new Set(["title", "state", "rooms", "layout", "render"])

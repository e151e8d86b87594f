import type { IncomingHttpHeaders } from "node:http"

import type { Presence } from "../rooms/presence.ts"
import type { SessionData } from "../sessions/session-data.ts"
import type { Fields } from "./handler.ts"
import type { HttpResponse } from "./posted.ts"
import type { Patches } from "./returned.ts"

/** Where an event or a page came from. */
export interface PageRequest {
  headers: IncomingHttpHeaders
  /** The client's address, by the `trustProxy` option. */
  ip: string
  /** Path and query of the page. */
  url: string
}

/** Sends patches to pages, now. Resolves when they are on their way, and rejects (AuthorError) when they are not patches. */
export type Send = (patches: Patches) => Promise<void>

/** Translates a key: the `translate` option of `createLiveView`, in the language of the page. */
export type Translate = (key: string, values?: Record<string, unknown>) => string

/** What work that outlives the reply gets; its `send` is safe after the page has gone. */
export interface BackgroundContext {
  send: Send
  broadcast: Send
  to(room: string): { send: Send }
  /** Aborted when the server stops. */
  signal: AbortSignal
}

/** The one argument of a handler. */
export interface Context<D = Fields, F = Fields, S = unknown> {
  /** Name of the handler. */
  readonly function: string
  /** `data-data-*` of the element, or what `on()` was given. */
  data: D
  /** The form, as the browser would send it. */
  form: F
  /** Language of the page. */
  readonly lang: string
  /** UUID of the page. */
  readonly room: string
  /** The state that the handler named; what is changed in it is kept when the handler returns. */
  readonly state: S
  /** The visitor's session; what is changed in it is saved when the handler returns. */
  readonly session: SessionData
  readonly request: PageRequest
  /** Sets cookies, where a form came over HTTP: without script, or with the option `http` of `on()`. Undefined over the socket. */
  readonly response: HttpResponse | undefined
  /** The same however often the event is sent: for a unique constraint of the author's own. */
  readonly eventId: string
  /** Aborted on timeout, or when the page has gone. */
  readonly signal: AbortSignal
  /** What the person did: `click`, `submit`, `init`, `appear`, `key:ctrl+s`, … */
  readonly trigger: string
  /** To this page, at once. */
  readonly send: Send
  /** To every page. */
  readonly broadcast: Send
  /** To the pages in a room. */
  readonly to: (room: string) => { send: Send }
  /** Joins this page to a room of the author's. */
  readonly join: (room: string) => Promise<void>
  readonly leave: (room: string) => Promise<void>
  /** Who is in a room: needs the `presence` option of `createLiveView`. */
  readonly presence: (room: string) => Presence
  /** Work that outlives the reply: tracked, its errors logged. */
  readonly background: (work: (context: BackgroundContext) => unknown) => void
  readonly t: Translate
}

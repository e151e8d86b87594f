import type { Logger } from "pino"

import type { EventMessage, Patch } from "../protocol.ts"
import type { Attendance } from "../rooms/attendance.ts"
import type { Presence } from "../rooms/presence.ts"
import type { Rooms } from "../rooms/rooms.ts"
import type { OpenSession } from "../sessions/open-session.ts"
import type { SessionData } from "../sessions/session-data.ts"
import type { Uploads } from "../uploads/uploads.ts"
import type { Background } from "./background.ts"
import type { Claims } from "./claims.ts"
import type { Translate } from "./context.ts"
import type { LivePage } from "./live-page.ts"
import type { Running } from "./running.ts"
import type { Registry } from "./registry.ts"

export type Mode = "development" | "production" | "test"

/** What became of an event, for the metrics and the timeline of development. */
export interface EventOutcome {
  page: LivePage
  message: EventMessage
  function: string
  /** "ok", or the code of the refusal. */
  outcome: string
  milliseconds: number
}

/** What running an event needs of the rest of the framework. */
export interface Services {
  readonly mode: Mode
  readonly registry: Registry
  readonly claims: Claims
  readonly running: Running
  readonly rooms: Rooms
  /** Where the application says what others see of a visitor. */
  readonly attendance: Attendance<LivePage> | undefined
  /** Who is in a room; an AuthorError without the `presence` option. */
  presence(room: string): Presence
  readonly background: Background
  readonly uploads: Uploads
  readonly logger: Logger
  /** Undefined where the session has ended. */
  openSession(sessionId: string): OpenSession | undefined | Promise<OpenSession | undefined>
  translate(lang: string): Translate
  /** The patches that make the page what its page function now renders; with `states`, of a state that is not kept yet; at a new address. */
  rerender(page: LivePage, session: SessionData, states?: Map<string, string>, address?: string): Promise<Patch[]>
  /** Keeps the page's state and rooms. */
  savePage(page: LivePage): void | Promise<void>
  /** An event of the page was run on another node: what that has kept of state and rooms is taken up. */
  ranElsewhere(page: LivePage): Promise<void>
  eventEnded(outcome: EventOutcome): void
  /** A mistake of the author's, for the development overlay. */
  authorFailed(error: unknown, where: string): void
}

import { serialize } from "cookie"
import type { CookieOptions } from "express"

import { EVERYONE, type Patch } from "../protocol.ts"
import type { OpenSession } from "../sessions/open-session.ts"
import type { SessionData } from "../sessions/session-data.ts"
import type { LivePage } from "./live-page.ts"

/** Express's, but for signing. */
export type ResponseCookieOptions = Omit<CookieOptions, "signed">

/** The answer that a form gets which was sent over HTTP. Over the socket there is none: nothing of this can be sent there. */
export interface HttpResponse {
  /** Sets a cookie, with Express's options: `maxAge` in milliseconds, and `path` "/" where none is given. */
  cookie(name: string, value: string, options?: ResponseCookieOptions): void
  /** Takes a cookie away; `path` and `domain` are those that it was set with. */
  clearCookie(name: string, options?: ResponseCookieOptions): void
  /** Gives the visitor's session another id, at a login: whoever knew the old one knows nothing of what follows. Pages that are open in the old one render themselves again. */
  renewSession(): void
}

/** What a handler has done with HTTP: kept with its patches, so that a form which was sent twice is answered alike. */
export interface Said {
  /** `Set-Cookie` headers. */
  cookies: string[]
  /** What the session holds that takes the place of the visitor's. */
  session: SessionData | undefined
  /** Patches that it sent to this page by a room. */
  heard: Patch[]
  /** A schema has refused the form. */
  invalid: boolean
}

/** Stands before the patches of a form that was sent over HTTP, and is taken out again before they are applied. */
const POSTED = "liveview:posted"

/** An event that came as a form over HTTP. */
export class Posted {
  readonly eventId: string
  readonly said: Said = { cookies: [], session: undefined, heard: [], invalid: false }
  #renewsSession = false
  readonly response: HttpResponse = {
    cookie: (name, value, options) => void this.said.cookies.push(setCookie(name, value, options)),
    clearCookie: (name, options) =>
      void this.said.cookies.push(setCookie(name, "", { ...options, maxAge: undefined, expires: new Date(1) })),
    renewSession: () => {
      this.#renewsSession = true
    },
  }

  constructor(eventId: string) {
    this.eventId = eventId
  }

  /** True where what the handler changed in the session is for another, which takes its place: who knows the old one learns nothing of it. */
  takesSession(session: Pick<OpenSession, "data">): boolean {
    if (this.#renewsSession) this.said.session = session.data
    return this.#renewsSession
  }

  /** Nobody else brings the page what was sent to a room: it has no socket. */
  published(page: LivePage, room: string, patches: Patch[]): void {
    if (room === EVERYONE || room === page.room || page.rooms.has(room)) this.said.heard.push(...patches)
  }

  kept(patches: Patch[], invalid: boolean): Patch[] {
    this.said.invalid = invalid
    return [["dispatch", POSTED, this.said], ...patches]
  }
}

/** What the handler has done with HTTP, now or when the same form was sent before, and its patches. */
export function saidIn(reply: Patch[], posted: Posted): { said: Said; patches: Patch[] } {
  const mark = reply.find(isMark)
  return { said: mark ? mark[2] : posted.said, patches: reply.filter((patch) => !isMark(patch)) }
}

/** Only `kept` writes it, and authors' events of that name are not looked at: theirs have no such detail. */
function isMark(patch: Patch): patch is ["dispatch", typeof POSTED, Said] {
  return patch[0] === "dispatch" && patch[1] === POSTED && typeof patch[2] === "object" && patch[2] !== null && "heard" in patch[2]
}

function setCookie(name: string, value: string, { maxAge, path = "/", ...options }: ResponseCookieOptions = {}): string {
  const lasting = maxAge === undefined ? {} : { maxAge: Math.floor(maxAge / 1000), expires: new Date(Date.now() + maxAge) }
  return serialize(name, value, { ...options, ...lasting, path })
}

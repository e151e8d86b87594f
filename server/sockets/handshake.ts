import type { Socket } from "socket.io"

import { RefusalError, refusal } from "../errors.ts"
import { LivePage } from "../events/live-page.ts"
import { known } from "../languages/negotiate.ts"
import { stateLifetime } from "../pages/live-pages.ts"
import { reviewRooms } from "../pages/page-rooms.ts"
import type { Site } from "../pages/site.ts"
import type { HandshakeAuth, Refusal } from "../protocol.ts"
import { verifyRoom } from "../rooms/room-token.ts"
import { parseAuth } from "./message.ts"

/** What a socket is, once its handshake was accepted. */
export interface Accepted {
  page: LivePage
  auth: HandshakeAuth
  /** Nobody knows the page any more: it renders itself again. */
  forgotten: boolean
}

/** Accepts the socket of a page whose token holds with its session, or says why not. */
export async function accept(site: Site, socket: Socket): Promise<Accepted> {
  try {
    return await accepted(site, socket)
  } catch (error) {
    site.metrics.refused(error instanceof RefusalError ? `handshake ${error.refusal.code}` : "handshake failed")
    if (!(error instanceof RefusalError)) site.services.logger.debug({ err: error }, "a handshake failed")
    throw error
  }
}

async function accepted(site: Site, socket: Socket): Promise<Accepted> {
  const auth = parseAuth(socket.handshake.auth)
  if (!auth) throw refusal("expired")
  const sessionId = await site.sessions.identify(socket.request)
  const verified = verifyRoom(auth.token, sessionId, site.secrets)
  if ("refused" in verified) throw refusal(verified.refused === "expired" ? "expired" : "unauthorized")
  const session = await site.sessions.load(sessionId)
  if (!session) throw refusal("unauthorized")
  const lang = known(site.languages, auth.lang) ?? site.languages[0] ?? "en"
  const request = { headers: socket.request.headers, ip: site.addressOf(socket.request), url: auth.url }
  const found = await site.livePages.find(verified.room, sessionId, request, lang)
  const page = found ?? site.livePages.open(new LivePage({ room: verified.room, sessionId, request, lang }))
  // Two documents with one token: the browser kept the page's HTML and showed it twice.
  if (page.socket && page.document !== "" && page.document !== auth.document) throw refusal("expired")
  page.request = request
  page.lang = lang
  // What the visitor may hear may have changed while the page was away.
  const isOutdated = await reviewRooms(site, page, session)
  page.outdated ||= isOutdated
  // A page without state and rooms is not kept, and has nothing to lose.
  return { page, auth, forgotten: !found && verified.age > stateLifetime * 1_000 }
}

/** Socket.IO hands `data` of an error to the browser's `connect_error`. */
export function connectError(error: unknown): Error & { data: Refusal } {
  const data: Refusal = error instanceof RefusalError ? error.refusal : { code: "busy", retry: 1_000 }
  return Object.assign(new Error(data.code), { data })
}

import { parse } from "cookie"
import type { Request, RequestHandler, Response } from "express"

import type { PageRequest } from "../events/context.ts"
import { LivePage } from "../events/live-page.ts"
import { negotiate } from "../languages/negotiate.ts"
import { Shown } from "../patches/shown.ts"
import { isRedirect } from "../patches/elements.ts"
import type { Rendered } from "../patches/render.ts"
import { EVERYONE, ROOM_HEADER } from "../protocol.ts"
import { newRoom, signRoom, verifyRoom } from "../rooms/room-token.ts"
import { dataOf } from "../sessions/open-session.ts"
import type { SessionData } from "../sessions/session-data.ts"
import { renderPage } from "./document.tsx"
import { carryFlashes, type FlashPatch, takeFlashes, withFlashes } from "./flashes.ts"
import { pageAddress, withFormActions } from "./form-action.ts"
import { keptOf } from "./live-pages.ts"
import { grantRooms } from "./page-rooms.ts"
import type { MatchedPage } from "./page-table.ts"
import { queryOf } from "./query.ts"
import type { Site } from "./site.ts"
import { notFoundPage } from "./status-pages.tsx"

/** Serves the pages of the application. */
export function pageRoutes(site: Site): RequestHandler {
  return (request, response, next) => {
    if (request.method !== "GET" && request.method !== "HEAD") return next()
    const matched = site.table.find(request.path)
    if (!matched) return next()
    return servePage(site, matched, request, response)
  }
}

/** How a page is served that is not asked for by its address alone. */
export interface Serving {
  /** Of an answer with markup; 200. */
  status?: number
  /** The page that it is; that which the request names, or a new one. */
  live?: LivePage | undefined
  session?: SessionData | undefined
  /** Shown beside what the page says; those that a redirect has brought along. */
  flashes?: FlashPatch[]
  /** Changes the document that was rendered. */
  amend?: (rendered: Rendered) => Rendered
}

/** Renders a page and sends it. */
export async function servePage(
  site: Site,
  matched: MatchedPage,
  request: Request,
  response: Response,
  { status = 200, amend = (rendered) => rendered, ...serving }: Serving = {},
): Promise<void> {
  const begun = site.sessions.begin(request).catch((error: unknown) => {
    site.services.logger.error({ err: error, path: request.path }, "a session was not kept")
  })
  const session = serving.session ?? dataOf(request.session)
  const live = serving.live ?? (await livePage(site, matched, request))
  const flashes = serving.flashes ?? (request.method === "GET" ? takeFlashes(request, response, site.secrets) : [])
  const nonce = response.locals.nonce
  const isAnew = isRefresh(request, live) && lacksState(matched, live)
  const kept = keptOf(live)
  await grantRooms(site, matched, live, session, nonce)
  const heads = await site.services.rooms.heads([EVERYONE, live.room, ...live.rooms])
  const token = signRoom(live.room, request.sessionID, site.secrets)
  const layout = matched.page.options.layout ?? site.layout
  const { assets, services } = site
  const { sent } = live
  const rendered = await renderPage({
    page: matched.page,
    live,
    layout,
    session,
    t: services.translate(live.lang),
    presence: services.presence,
    token,
    nonce,
    heads,
    assets,
    settings: site.settings(live.lang),
    isAnew,
    amend: ({ html, patches }) => amend({ html, patches: [...patches, ...flashes] }),
  })
  await begun
  if (isRedirect(rendered)) {
    carryFlashes(request, response, flashes, site.secrets)
    return response.redirect(request.method === "POST" ? 303 : 302, rendered.url)
  }
  if (!("html" in rendered)) return servePage(site, { page: notFoundPage(live.lang), params: {} }, request, response, { status: 404 })
  remember(live, rendered, sent)
  site.livePages.open(live)
  await site.livePages.save(live)
  if (isRefresh(request, live) && !live.socket && keptOf(live) !== kept) site.tellOthers(live)
  response.status(status).set({
    "Content-Type": "text/html; charset=utf-8",
    // Kept for Back and Forward, unless the author says otherwise.
    "Cache-Control": response.get("Cache-Control") ?? "private, no-cache",
    "Content-Language": live.lang,
    Vary: "Accept-Language, Cookie",
  })
  const html = isAskedByScript(request)
    ? rendered.html
    : withFlashes(withFormActions(rendered.html, live.request.url, token), rendered.patches, nonce, live.lang)
  response.send(`<!DOCTYPE html>${html}`)
}

/** A page that is fetched is shown by a script: what works without one is left out. */
function isAskedByScript(request: Request): boolean {
  return request.get("sec-fetch-dest") === "empty" || request.get(ROOM_HEADER) !== undefined
}

/** Its token begins with the room; one that is refused is given another. */
function isRefresh(request: Request, { room }: LivePage): boolean {
  return request.get(ROOM_HEADER)?.startsWith(room) ?? false
}

function lacksState({ page }: MatchedPage, { states }: LivePage): boolean {
  return page.options.state !== undefined && !states.has(page.options.state.name)
}

/** The language of whoever asks. */
export function languageOf(site: Site, request: Request): string {
  return negotiate(site.languages, parse(request.headers.cookie ?? "").lang, request.headers["accept-language"])
}

/** A refresh names its room and gets the same page again, and so does a form; anything else is a page of its own. */
export async function livePage(site: Site, { params }: MatchedPage, request: Request, named = request.get(ROOM_HEADER)): Promise<LivePage> {
  const lang = languageOf(site, request)
  const origin: PageRequest = { headers: request.headers, ip: request.ip ?? "", url: pageAddress(request.originalUrl) }
  const verified = verifyRoom(named, request.sessionID, site.secrets)
  const room = "room" in verified ? verified.room : newRoom()
  const known = "room" in verified ? await site.livePages.find(room, request.sessionID, origin, lang) : undefined
  const live = known ?? new LivePage({ room, sessionId: request.sessionID, request: origin, lang })
  live.request = origin
  live.lang = lang
  live.seen = Date.now()
  live.outdated = false
  live.source = { params, query: queryOf(request.originalUrl) }
  return live
}

/** What the browser will show: known for sure only when it says so. */
function remember(live: LivePage, { shown: id, body }: { shown: string; body: string }, sent: number): void {
  if (live.document === "") {
    live.shown?.release()
    live.shown = new Shown(body)
    live.shownId = id
    return
  }
  live.rendered?.shown.release()
  live.rendered = { id, shown: new Shown(body), sent }
}

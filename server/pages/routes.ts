import { parse } from "cookie"
import type { Request, RequestHandler, Response } from "express"

import type { PageRequest } from "../events/context.ts"
import { LivePage } from "../events/live-page.ts"
import { negotiate } from "../languages/negotiate.ts"
import { Shown } from "../patches/shown.ts"
import { isRedirect } from "../patches/elements.ts"
import { EVERYONE, ROOM_HEADER } from "../protocol.ts"
import { newRoom, signRoom, verifyRoom } from "../rooms/room-token.ts"
import { dataOf } from "../sessions/open-session.ts"
import { renderPage } from "./document.tsx"
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

/** Renders a page and sends it; `status` is that of an answer with markup. */
export async function servePage(site: Site, matched: MatchedPage, request: Request, response: Response, status = 200): Promise<void> {
  site.sessions.begin(request)
  const session = dataOf(request.session)
  const live = await livePage(site, matched, request)
  const nonce = response.locals.nonce
  await grantRooms(site, matched, live, session, nonce)
  const heads = await site.services.rooms.heads([EVERYONE, live.room, ...live.rooms])
  const token = signRoom(live.room, request.sessionID, site.secrets)
  const settings = { ...site.settings(live.lang), ...(site.assets.build ? { build: site.assets.build } : {}) }
  const layout = matched.page.options.layout ?? site.layout
  const { assets, services } = site
  const pushes = live.pushes
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
    settings,
  })
  if (isRedirect(rendered)) return response.redirect(rendered.url)
  if (!("html" in rendered)) return servePage(site, { page: notFoundPage(live.lang), params: {} }, request, response, 404)
  remember(live, rendered, pushes)
  site.livePages.open(live)
  await site.livePages.save(live)
  response.status(status).set({
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Content-Language": live.lang,
    Vary: "Accept-Language, Cookie",
  })
  response.send(`<!DOCTYPE html>${rendered.html}`)
}

/** A refresh names its room and gets the same page again; anything else is a page of its own. */
async function livePage(site: Site, { params }: MatchedPage, request: Request): Promise<LivePage> {
  const lang = negotiate(site.languages, parse(request.headers.cookie ?? "").lang, request.headers["accept-language"])
  const origin: PageRequest = { headers: request.headers, ip: request.ip ?? "", url: request.originalUrl }
  const verified = verifyRoom(request.get(ROOM_HEADER), request.sessionID, site.secrets)
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
function remember(live: LivePage, { shown: id, body }: { shown: string; body: string }, pushes: number): void {
  if (live.document === "") {
    live.shown?.release()
    live.shown = new Shown(body)
    live.shownId = id
    return
  }
  live.rendered?.shown.release()
  live.rendered = { id, shown: new Shown(body), pushes }
}

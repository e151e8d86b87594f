import { LivePage } from "../events/live-page.ts"
import { HEADS } from "../protocol.ts"
import { checkRoomName } from "../rooms/rooms.ts"
import type { SessionData } from "../sessions/session-data.ts"
import { parsedAddress } from "./address.ts"
import { pageContext } from "./document.tsx"
import type { MatchedPage } from "./page-table.ts"
import { queryOf } from "./query.ts"
import type { Site } from "./site.ts"

/** Brings a page that is rendered into the rooms of its option, and out of those that the option gave it before and gives no more. */
export async function grantRooms(site: Site, matched: MatchedPage, live: LivePage, session: SessionData, nonce: string): Promise<void> {
  const names = roomNames(site, matched, live, session, nonce)
  await leaveRooms(
    site,
    live,
    live.granted.rooms.filter((room) => !names.includes(room)),
  )
  for (const room of names) await enterRoom(site, live, room)
  live.granted = names.length || isBySession(matched) ? { url: live.request.url, rooms: names } : LivePage.nothingGranted
}

/**
 * Takes a page out of the rooms that its option would not give it with the session as it is now. None is added: only a document that was
 * rendered gives rooms. True where the page is to render itself again, because its option now gives others.
 */
export async function reviewRooms(site: Site, live: LivePage, session: SessionData): Promise<boolean> {
  const { url, rooms } = live.granted
  const matched = matchedPage(site, live)
  if (!matched || !isBySession(matched)) return false
  const source = { params: matched.params, query: queryOf(url) }
  const names = roomNames(site, matched, live, session, "", source)
  const lost = rooms.filter((room) => !names.includes(room))
  live.granted = { url, rooms: rooms.filter((room) => names.includes(room)) }
  await leaveRooms(site, live, lost)
  if (lost.length) await site.livePages.save(live)
  return lost.length > 0 || names.some((room) => !rooms.includes(room))
}

/**
 * The session of a page has changed: until it is known what it may hear now, it hears nothing of the rooms that depend on it, and then
 * catches up. Gives whether the page is to render itself again.
 */
export async function sessionChanged(site: Site, live: LivePage): Promise<boolean> {
  const matched = matchedPage(site, live)
  if (!matched || !isBySession(matched)) return false
  for (const room of live.granted.rooms) await live.socket?.leave(room)
  const turn = {}
  turns.set(live, turn)
  const session = await site.sessions.load(live.sessionId)
  // Another change is being looked at, or the session has ended.
  if (turns.get(live) !== turn || !session) return false
  const isChanged = await reviewRooms(site, live, session)
  await hearAgain(site, live)
  return isChanged
}

/** The change that a page's rooms are being looked at for. */
const turns = new WeakMap<LivePage, object>()

async function hearAgain(site: Site, live: LivePage): Promise<void> {
  const { socket, granted } = live
  if (!socket || !granted.rooms.length) return
  await socket.join([...granted.rooms])
  socket.emit(HEADS, await site.services.rooms.heads(granted.rooms))
}

/**
 * Another node has kept something else of a page whose socket is here: it has rendered the page, or an event that was sent again here has
 * ended there. Only those of its rooms are joined that the session as it is now gives.
 */
export async function changedElsewhere(site: Site, live: LivePage): Promise<void> {
  const before = new Set(live.rooms)
  if (!(await site.livePages.takeUpAgain(live))) return
  const session = await site.sessions.load(live.sessionId)
  if (!session) return
  await reviewRooms(site, live, session)
  for (const room of live.rooms) if (!before.has(room)) await joinRoom(site, live, room)
  await leaveRooms(
    site,
    live,
    [...before].filter((room) => !live.rooms.has(room)),
  )
}

function matchedPage(site: Site, { granted }: LivePage): MatchedPage | undefined {
  return granted.url ? site.table.find(parsedAddress(granted.url).path) : undefined
}

function isBySession({ page }: MatchedPage): boolean {
  return typeof page.options.rooms === "function"
}

function roomNames(site: Site, { page }: MatchedPage, live: LivePage, session: SessionData, nonce: string, source = live.source): string[] {
  const { rooms = [] } = page.options
  const { services } = site
  const context = () => pageContext({ page, live, session, t: services.translate(live.lang), presence: services.presence, nonce })
  const names = typeof rooms === "function" ? rooms({ ...context(), ...source }) : rooms
  for (const name of names) checkRoomName(name, `page("${page.path}"), option "rooms",`)
  return names
}

async function enterRoom(site: Site, live: LivePage, room: string): Promise<void> {
  if (live.rooms.has(room)) return
  live.rooms.add(room)
  await joinRoom(site, live, room)
}

async function joinRoom({ services }: Site, live: LivePage, room: string): Promise<void> {
  if (!live.socket) return
  await services.rooms.join(live.socket, room)
  await services.attendance?.entered(live, room)
}

async function leaveRooms({ services }: Site, live: LivePage, rooms: string[]): Promise<void> {
  for (const room of rooms) {
    live.rooms.delete(room)
    if (!live.socket) continue
    await services.rooms.leave(live.socket, room)
    await services.attendance?.left(live, room)
  }
}

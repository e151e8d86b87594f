import type { IncomingMessage } from "node:http"

/**
 * Whether a handshake comes from one of our own pages: its Origin is the request's own host, or one that the `origins` option allows.
 * Socket.IO's `cors` does not stop a WebSocket from a foreign page.
 */
export function isOwnOrigin(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host } = request.headers
  if (typeof origin !== "string" || origin === "null") return false
  return allowed.includes(origin) || hostOf(origin) === host?.toLowerCase()
}

/**
 * As above, for a handshake: with the first request of long polling, a GET, browsers send no Origin to where the page is from. They say the
 * same in headers that a page cannot write: Sec-Fetch-Site or, over plain HTTP, Referer alone.
 */
export function isOwnHandshake(request: IncomingMessage, allowed: readonly string[]): boolean {
  const { origin, host, upgrade, referer = "", "sec-fetch-site": site } = request.headers
  if (origin !== undefined || upgrade !== undefined || request.method !== "GET") return isOwnOrigin(request, allowed)
  if (site !== undefined) return site === "same-origin"
  return URL.canParse(referer) && hostOf(new URL(referer).origin) === host?.toLowerCase()
}

/** Host of an origin that is written as browsers write it: nothing but scheme, host and port. */
function hostOf(origin: string): string | undefined {
  if (!URL.canParse(origin)) return undefined
  const url = new URL(origin)
  return /^https?:$/.test(url.protocol) && url.origin === origin ? url.host : undefined
}

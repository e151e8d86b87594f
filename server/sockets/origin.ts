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

/** Host of an origin that is written as browsers write it: nothing but scheme, host and port. */
function hostOf(origin: string): string | undefined {
  if (!URL.canParse(origin)) return undefined
  const url = new URL(origin)
  return /^https?:$/.test(url.protocol) && url.origin === origin ? url.host : undefined
}

import type { RequestHandler } from "express"

import type { Mode } from "../events/services.ts"
import { randomText } from "../operations/random-text.ts"
import { ROOM_HEADER } from "../protocol.ts"

declare global {
  namespace Express {
    interface Locals {
      /** For `<script nonce>` and `<style nonce>` of this response. */
      nonce: string
    }
  }
}

/** The Content-Security-Policy that applications are sent with, and its nonce. An author's own route may set another. */
export function securityHeaders(mode: Mode): RequestHandler {
  // A worker of Vite's waits for a server that is restarted, from an address that no policy has passed: development only tells.
  const byMode = mode === "development" ? "; worker-src 'self' blob:" : `; ${trustedTypes}`
  return (_request, response, next) => {
    const nonce = randomText(16)
    response.locals.nonce = nonce
    response.setHeader("Content-Security-Policy", `${policy.join(nonce)}${byMode}`)
    if (mode === "development") response.setHeader("Content-Security-Policy-Report-Only", trustedTypes)
    response.setHeader("X-Content-Type-Options", "nosniff")
    response.setHeader("Referrer-Policy", "strict-origin-when-cross-origin")
    // A page tells its server by it from whatever else answers in between: a captive portal, a proxy.
    response.setHeader(ROOM_HEADER, "1")
    next()
  }
}

const trustedTypes = "require-trusted-types-for 'script'"

/** What stands between the nonces. */
const policy = [
  "default-src 'self'",
  "script-src 'self' 'nonce-{nonce}'",
  "style-src 'self' 'nonce-{nonce}'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self' ws: wss:",
  "object-src 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
]
  .join("; ")
  .split("{nonce}")

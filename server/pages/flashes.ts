import { createHmac, timingSafeEqual } from "node:crypto"

import { parse } from "cookie"
import type { Request, Response } from "express"

import { frameworkTexts } from "../languages/framework-texts.ts"
import { encodedValue } from "../patches/html-text.ts"
import type { Patch } from "../protocol.ts"

export type FlashPatch = Extract<Patch, [verb: "flash", kind: string, html: string]>

export function isFlash(patch: Patch): patch is FlashPatch {
  return patch[0] === "flash"
}

/** The document with its flashes for a browser without script. With it they are toasts, and this goes (`client/start.ts`). */
export function withFlashes(html: string, patches: readonly Patch[], nonce: string, lang: string): string {
  const flashes = patches.filter(isFlash)
  const end = html.lastIndexOf("</body>")
  if (!flashes.length || end < 0) return html
  const toasts = flashes.map(([, kind, text]) => {
    const name = /^[\w-]+$/.test(kind) ? kind : "info"
    return `<div class="liveview-toast liveview-toast--${name}" role="${name === "error" ? "alert" : "status"}">${text}</div>`
  })
  // A dialog, since its button closes it without script.
  const { dismiss, notices } = frameworkTexts(lang)
  const close = `<form method="dialog"><button aria-label="${encodedValue(dismiss)}">×</button></form>`
  const dialog = `<dialog open id="liveview-flash" class="liveview-flash" aria-label="${encodedValue(notices)}"><style nonce="${nonce}">${styles}</style><div>${toasts.join("")}</div>${close}</dialog>`
  return html.slice(0, end) + dialog + html.slice(end)
}

const styles = `
.liveview-flash {
  position: fixed; z-index: 2147483000; inset-block: auto 1rem; inset-inline: 1rem; margin: 0 auto; max-inline-size: min(36rem, 100% - 2rem); box-sizing: border-box;
  padding: .6rem 1rem; border-radius: .5rem; color-scheme: light dark; font: 1rem/1.4 system-ui, sans-serif;
  background: var(--liveview-surface, light-dark(#fff, #25262b)); color: var(--liveview-text, light-dark(#1b1c1f, #f1f2f4));
  border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-inline-start: 4px solid var(--liveview-accent, light-dark(#3457d5, #9db2ff)); box-shadow: 0 4px 16px #0004;
}
.liveview-flash[open] { display: flex; gap: .75rem; align-items: center; inline-size: fit-content }
.liveview-flash:has(.liveview-toast--error) { border-inline-start-color: var(--liveview-danger, light-dark(#b3261e, #ffb4ab)) }
.liveview-flash .liveview-toast { all: unset; display: block }
.liveview-flash button { all: unset; cursor: pointer; min-inline-size: 1.5rem; text-align: center; border-radius: .25rem }
.liveview-flash button:focus-visible { outline: 2px solid var(--liveview-accent, light-dark(#3457d5, #9db2ff)) }
`.replace(/\n */g, "")

/** Carries flashes over a redirect. It holds markup: it is signed, together with the session. */
const cookie = "livetsx.flash"
/** Characters that browsers take for a cookie. */
const longest = 3_800
/** Seconds until the page must have asked for them. */
const lifetime = 60

/** Sends the flashes along, to be shown by the page that comes next; false where they are too long for that. */
export function carryFlashes(request: Request, response: Response, flashes: FlashPatch[], secrets: string[]): boolean {
  const [secret] = secrets
  if (!flashes.length || !secret) return true
  const claim = Buffer.from(JSON.stringify([flashes, Date.now() + lifetime * 1_000])).toString("base64url")
  const value = `${claim}.${signature(claim, request.sessionID, secret)}`
  if (value.length > longest) return false
  response.cookie(cookie, value, { httpOnly: true, sameSite: "lax", secure: request.secure, maxAge: lifetime * 1_000, path: "/" })
  return true
}

/** The flashes that were sent along; they are shown once. */
export function takeFlashes(request: Request, response: Response, secrets: string[]): FlashPatch[] {
  if (!request.headers.cookie?.includes(cookie)) return []
  const [claim = "", signed = ""] = (parse(request.headers.cookie)[cookie] ?? "").split(".")
  response.clearCookie(cookie, { path: "/" })
  if (!secrets.some((secret) => same(signed, signature(claim, request.sessionID, secret)))) return []
  const [flashes, expires] = carried(claim)
  return Date.now() < expires ? flashes : []
}

/** Only `carryFlashes` signs them. */
function carried(claim: string): [FlashPatch[], number] {
  return JSON.parse(Buffer.from(claim, "base64url").toString()) as [FlashPatch[], number]
}

/** The purpose is part of what is signed: no other signature of the secret passes for this one. */
function signature(claim: string, sessionId: string, secret: string): string {
  return createHmac("sha256", secret).update(`livetsx flash\n${claim}\n${sessionId}`).digest("base64url")
}

/** As bytes: a cookie may hold letters of several. */
function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

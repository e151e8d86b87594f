import { createReadStream } from "node:fs"

import type { Request, RequestHandler, Response } from "express"

import { RefusalError, refusal } from "../errors.ts"
import { dispatch } from "../events/dispatch.ts"
import { LivePage } from "../events/live-page.ts"
import { Posted, type Said, saidIn } from "../events/posted.ts"
import { frameworkTexts } from "../languages/framework-texts.ts"
import { TokenBucket } from "../operations/rate-limits.ts"
import { encodedValue } from "../patches/html-text.ts"
import { patched } from "../patches/patched-markup.ts"
import type { Rendered } from "../patches/render.ts"
import { type ErrorCode, type EventMessage, limits, type Patch, type Refusal, type Reply } from "../protocol.ts"
import { newRoom, verifyRoom } from "../rooms/room-token.ts"
import type { SessionData } from "../sessions/session-data.ts"
import { parseMessage } from "../sockets/message.ts"
import { isOwnOrigin } from "../sockets/origin.ts"
import type { FormParts } from "../uploads/multipart.ts"
import { UploadError } from "../uploads/upload-refusal.ts"
import type { Owner, UploadReferences } from "../uploads/uploads.ts"
import { withErrors, withTyped } from "./filled-form.ts"
import { carryFlashes, type FlashPatch, isFlash } from "./flashes.ts"
import { type FormAction, pageAddress, readFormAction } from "./form-action.ts"
import { digestOf, formOf, isMultipart, keyOf, readFields, readParts } from "./form-body.ts"
import type { MatchedPage } from "./page-table.ts"
import { livePage, servePage } from "./routes.ts"
import type { Site } from "./site.ts"

/** Takes the forms of pages that are sent without script: the handler runs as for an event, and the whole page is the answer. */
export function formRoute(site: Site): RequestHandler {
  return (request, response, next) => {
    const action = request.method === "POST" ? readFormAction(request.originalUrl) : undefined
    const matched = action && site.table.find(request.path)
    if (!action || !matched) return next()
    if (isFromHere(site, request)) return new FormSubmission(site, action, matched, request, response).answer()
    site.metrics.refused("form origin")
    response.status(403).type("text").send("403\n")
  }
}

/** As a handshake; and where a browser says so itself, not from a page of another site that has our host by another scheme. */
function isFromHere({ origins }: Site, request: Request): boolean {
  const isForeign = request.get("sec-fetch-site") === "cross-site" && !origins.includes(request.get("origin") ?? "")
  return isOwnOrigin(request, origins) && !isForeign
}

/** The HTTP status of a refusal. */
const statusOf: Partial<Record<ErrorCode, number>> = {
  invalid: 422,
  refused: 422,
  unknown_function: 404,
  too_large: 413,
  rate_limited: 429,
  busy: 503,
  unauthorized: 403,
  expired: 403,
}

/** How often one page sends forms. */
const buckets = new WeakMap<LivePage, TokenBucket>()

/** One form that was sent, until it is answered. */
class FormSubmission {
  readonly #site: Site
  readonly #action: FormAction
  readonly #matched: MatchedPage
  readonly #request: Request
  readonly #response: Response
  #live: LivePage | undefined
  #posted: Posted | undefined
  #sent: FormParts = { fields: [], files: [], dispose: async () => undefined }

  constructor(site: Site, action: FormAction, matched: MatchedPage, request: Request, response: Response) {
    this.#site = site
    this.#action = action
    this.#matched = matched
    this.#request = request
    this.#response = response
  }

  async answer(): Promise<void> {
    const reply = await this.#run()
      .catch(refusalOf)
      .finally(() => this.#sent.dispose())
    if (!Array.isArray(reply)) return this.#refuse(reply)
    const { said, patches } = this.#posted ? saidIn(reply, this.#posted) : { said: nothingSaid, patches: reply }
    for (const cookie of said.cookies) this.#response.append("Set-Cookie", cookie)
    if (said.session) await this.#renewSession(said.session)
    await this.#show([...said.heard, ...patches], said.invalid ? 422 : 200)
  }

  /** Nothing is read of a form whose signature does not hold but what was typed, so that it need not be typed again. */
  async #run(): Promise<Reply> {
    const { limits: rates, secrets, services } = this.#site
    const taken = await rates.address.take(this.#request.ip ?? "")
    if ("retry" in taken) throw refusal("rate_limited", { retry: taken.retry })
    const verified = verifyRoom(this.#action.token, this.#request.sessionID, secrets)
    if ("refused" in verified) {
      if (!isMultipart(this.#request)) this.#sent.fields = await readFields(this.#request, this.#response)
      throw refusal("expired")
    }
    const live = await livePage(this.#site, this.#matched, this.#request, this.#action.token)
    this.#live = live
    this.#site.livePages.open(live)
    this.#takeTurn(live)
    await this.#read()
    // A form that is sent again is known by the document that it stood in, and what it says.
    const [, issued] = this.#action.token.split(".")
    this.#posted = new Posted(`${live.room}:${issued}:${digestOf(this.#action, this.#sent.fields, this.#sent.files)}`)
    return this.#withUploads({ room: live.room, session: live.sessionId }, async (uploads) =>
      dispatch(services, live, this.#message(uploads), this.#posted),
    )
  }

  #takeTurn(live: LivePage): void {
    const { page } = this.#site.limits
    const bucket = buckets.get(live) ?? new TokenBucket(page.perSecond, page.burst)
    buckets.set(live, bucket)
    const retry = bucket.take()
    if (retry > 0) throw refusal("rate_limited", { retry })
  }

  async #read(): Promise<void> {
    if (isMultipart(this.#request)) this.#sent = await readParts(this.#request, this.#site.services.uploads)
    else this.#sent.fields = await readFields(this.#request, this.#response)
  }

  /** The form as the event that it would be with script, which is looked at as closely. */
  #message(uploads: UploadReferences): EventMessage {
    const message = {
      n: 1,
      f: this.#action.function,
      d: this.#action.data,
      m: formOf(this.#sent.fields, this.#action),
      t: "submit",
      ...(Object.keys(uploads).length ? { a: uploads } : {}),
    }
    if (Buffer.byteLength(JSON.stringify(message)) > limits.frame) throw refusal("too_large")
    const { value, wrong } = parseMessage(message)
    if (value && !("r" in value)) return value
    this.#site.services.logger.warn({ room: this.#live?.room, wrong }, "a malformed form was refused")
    throw refusal("invalid")
  }

  /** The files go where those of live pages go; what no handler took is gone with the answer. */
  async #withUploads(owner: Owner, run: (uploads: UploadReferences) => Promise<Reply>): Promise<Reply> {
    const { uploads } = this.#site.services
    const references: Record<string, string | string[]> = Object.fromEntries(this.#action.fileLists.map((name) => [keyOf(name), []]))
    const ids: string[] = []
    try {
      for (const { field: name, path, ...file } of this.#sent.files) {
        const field = keyOf(name)
        const id = await uploads.begin(owner, { field, ...file }).catch((error: unknown) => refuseFile(field, error))
        ids.push(id)
        await uploads.append(owner, id, 0, createReadStream(path), file.size).catch((error: unknown) => refuseFile(field, error))
        const others = Object.hasOwn(references, field) ? references[field] : undefined
        Object.defineProperty(references, field, {
          value: others === undefined ? (name.endsWith("[]") ? [id] : id) : [others, id].flat(),
          enumerable: true,
          configurable: true,
        })
      }
      return await run(references)
    } finally {
      for (const id of ids) await uploads.cancel(owner, id)
    }
  }

  /** What was typed stays, the messages stand beside their fields, and what is said beside is a notice. */
  async #refuse(refused: Refusal): Promise<void> {
    const { code, errors, retry } = refused
    if (retry !== undefined) this.#response.set("Retry-After", String(Math.ceil(retry / 1_000)))
    this.#site.metrics.refused(`form ${code}`)
    await this.#show(this.#posted?.said.heard ?? [], statusOf[code] ?? 500, (rendered) => {
      const { html, rest } = withErrors(rendered.html, this.#action, errors ?? {})
      const text = rest.length || !errors ? noticeOf(refused, rest, this.#lang) : undefined
      return { html, patches: text === undefined ? rendered.patches : [...rendered.patches, ["flash", "error", encodedValue(text)]] }
    })
  }

  get #lang(): string {
    return this.#live?.lang ?? this.#site.languages[0] ?? "en"
  }

  /** The page as it is now, with what was typed, the patches applied to it, and then the last change. */
  async #show(patches: Patch[], status: number, last: (rendered: Rendered) => Rendered = (rendered) => rendered): Promise<void> {
    const flashes = patches.filter(isFlash)
    const to = destinationOf(patches)
    if (to !== undefined && status === 200) return this.#redirect(to, flashes)
    const live = this.#live
    if (live) leaveDocument(live)
    await servePage(this.#site, this.#matched, this.#request, this.#response, {
      status,
      live,
      session: await this.#site.sessions.load(this.#request.sessionID),
      flashes,
      amend: ({ html, patches: own }) => {
        const typed = withTyped(html, this.#action, this.#sent.fields)
        const shown = patched(
          typed,
          patches.filter((patch) => !isFlash(patch) && patch[0] !== "url" && patch[0] !== "visit"),
        )
        // With script the address is the page's own again: loaded anew, it is not the form that is sent.
        const address: Patch = ["url", pageAddress(this.#request.originalUrl), true]
        return last({ html: shown.html, patches: [address, ...own, ...shown.patches] })
      },
    })
  }

  #redirect(to: string, flashes: FlashPatch[]): void {
    if (!carryFlashes(this.#request, this.#response, flashes, this.#site.secrets))
      this.#site.services.logger.warn({ function: this.#action.function }, "a flash was too long to be shown after a redirect")
    this.#response.redirect(303, to)
  }

  /**
   * The page goes on under the new session, in a room that its old one does not know. The old one, which knows nothing of what is new,
   * stays a moment: the same form may come in it once more, from somebody who has clicked twice.
   */
  async #renewSession(data: SessionData): Promise<void> {
    const { sessions, services } = this.#site
    const old = this.#request.sessionID
    this.#request.sessionStore.generate(this.#request)
    Object.assign(this.#request.session, data)
    sessions.begin(this.#request)
    await new Promise<void>((resolve, reject) => this.#request.session.save((error) => (error ? reject(error) : resolve())))
    setTimeout(() => {
      sessions.destroy(old).catch((error: unknown) => services.logger.error({ err: error }, "an old session was not taken away"))
    }, patience).unref()
    const before = this.#live
    if (!before) return
    const { request, lang, states, source } = before
    this.#live = new LivePage({ room: newRoom(), sessionId: this.#request.sessionID, request, lang, states })
    this.#live.source = source
  }
}

/** Milliseconds for which a session stays that another has taken the place of. */
const patience = 10_000

const nothingSaid: Said = { cookies: [], session: undefined, heard: [], invalid: false }

/** The document that sent the form is being left; a socket of its would keep the next one from having the page. */
function leaveDocument(live: LivePage): void {
  live.socket?.disconnect(true)
  live.document = ""
}

/** Where the patches lead: the last page that they go to, or the last address that they show. */
function destinationOf(patches: readonly Patch[]): string | undefined {
  const [visit] = patches.filter((patch) => patch[0] === "visit").slice(-1)
  const [url] = patches.filter((patch) => patch[0] === "url").slice(-1)
  return visit?.[1] ?? url?.[1]
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusalError) return error.refusal
  if (error instanceof UploadError) return { code: isTooMuch(error) ? "too_large" : "invalid" }
  throw error
}

/** Why a file is not taken is said beside its field. */
function refuseFile(field: string, error: unknown): never {
  if (!(error instanceof UploadError)) throw error
  throw refusal(isTooMuch(error) ? "too_large" : "invalid", { errors: { [field]: [String(error.refusal.code)] } })
}

function isTooMuch({ refusal: { code } }: UploadError): boolean {
  return code === "too_large" || code === "full"
}

/** As a live page says it in a toast. */
function noticeOf({ code, message, reference }: Refusal, rest: string[], lang: string): string {
  const texts = frameworkTexts(lang)
  const text = rest.join(" ") || message || texts[code === "missing_target" ? "handler_error" : code]
  return reference ? `${text} ${texts.reference.replace("{{reference}}", reference)}` : text
}

import { createReadStream } from "node:fs"

import type { Request, Response } from "express"

import { RefusalError, refusal } from "../errors.ts"
import { dispatch } from "../events/dispatch.ts"
import type { LivePage } from "../events/live-page.ts"
import { Posted } from "../events/posted.ts"
import { TokenBucket } from "../operations/rate-limits.ts"
import { type EventMessage, limits, type Refusal, type Reply } from "../protocol.ts"
import { verifyRoom } from "../rooms/room-token.ts"
import { dataOf } from "../sessions/open-session.ts"
import { parseMessage } from "../sockets/message.ts"
import type { FormFile, FormParts } from "../uploads/multipart.ts"
import { UploadError } from "../uploads/upload-refusal.ts"
import { refusedText } from "../uploads/upload-texts.ts"
import type { UploadReferences } from "../uploads/uploads.ts"
import type { FormAction } from "./form-action.ts"
import { digestOf, formOf, isMultipart, keyOf, readFields, readParts } from "./form-body.ts"
import { grantRooms } from "./page-rooms.ts"
import type { MatchedPage } from "./page-table.ts"
import { livePage } from "./routes.ts"
import type { Site } from "./site.ts"

/** How often one page sends forms. */
const buckets = new WeakMap<LivePage, TokenBucket>()

/** One form that was sent without script, and what became of it. */
export class FormSubmission {
  readonly site: Site
  readonly action: FormAction
  readonly matched: MatchedPage
  readonly request: Request
  readonly response: Response
  /** The page that it was sent from, once its signature was found to hold. */
  live: LivePage | undefined
  /** The event that it is, once it was read. */
  posted: Posted | undefined
  #sent: FormParts = { fields: [], files: [], dispose: async () => undefined }

  constructor(site: Site, action: FormAction, matched: MatchedPage, request: Request, response: Response) {
    this.site = site
    this.action = action
    this.matched = matched
    this.request = request
    this.response = response
  }

  /** What was typed. */
  get fields(): FormParts["fields"] {
    return this.#sent.fields
  }

  /** Rejects where that is nobody's fault who sends forms. */
  async run(): Promise<Reply> {
    try {
      return await this.#run()
    } catch (error) {
      return refusalOf(error)
    } finally {
      await this.#sent.dispose()
    }
  }

  async #run(): Promise<Reply> {
    const { limits: rates, services } = this.site
    const taken = await rates.address.take(this.request.ip ?? "")
    if ("retry" in taken) throw refusal("rate_limited", { retry: taken.retry })
    const live = await this.#openPage()
    takeTurn(live, this.site)
    if (isMultipart(this.request)) this.#sent = await readParts(this.request, services.uploads)
    else this.#sent.fields = await readFields(this.request, this.response)
    // A form that is sent again is known by the document that it stood in, and what it says.
    const [, issued] = this.action.token.split(".")
    const posted = new Posted(`${live.room}:${issued}:${digestOf(this.action, this.#sent.fields, this.#sent.files)}`)
    this.posted = posted
    return this.#withFiles(live, (uploads) => dispatch(services, live, this.#message(uploads), posted))
  }

  /** Nothing is read of a form whose signature does not hold but what was typed, so that it need not be typed again. */
  async #openPage(): Promise<LivePage> {
    const { token } = this.action
    if ("refused" in verifyRoom(token, this.request.sessionID, this.site.secrets)) {
      if (!isMultipart(this.request)) this.#sent.fields = await readFields(this.request, this.response)
      throw refusal("expired")
    }
    const live = this.site.livePages.open(await livePage(this.site, this.matched, this.request, token))
    this.live = live
    // A page that everybody has forgotten is in no room any more; its handler sends to them all the same.
    if (!live.rooms.size) await grantRooms(this.site, this.matched, live, dataOf(this.request.session), "")
    return live
  }

  /** The form as the event that it would be with script, which is looked at as closely. */
  #message(uploads: UploadReferences): EventMessage {
    const message = {
      n: 1,
      f: this.action.function,
      d: this.action.data,
      m: formOf(this.fields, this.action),
      t: "submit",
      ...(Object.keys(uploads).length ? { a: uploads } : {}),
    }
    if (Buffer.byteLength(JSON.stringify(message)) > limits.frame) throw refusal("too_large")
    const { value, wrong } = parseMessage(message)
    if (value && !("r" in value)) return value
    this.site.services.logger.warn({ room: this.live?.room, wrong }, "a malformed form was refused")
    throw refusal("invalid")
  }

  /** The files go where those of live pages go; what no handler took is gone with the answer. */
  async #withFiles({ room, sessionId: session, lang }: LivePage, run: (uploads: UploadReferences) => Promise<Reply>): Promise<Reply> {
    const { uploads } = this.site.services
    const owner = { room, session }
    const ids = new Map<FormFile, string>()
    try {
      for (const file of this.#sent.files) {
        const { path, size, type, name } = file
        const refuse = (error: unknown) => refuseFile(file, error, lang)
        const id = await uploads.begin(owner, { field: keyOf(file.field), name, type, size }).catch(refuse)
        ids.set(file, id)
        await uploads.append(owner, id, 0, createReadStream(path), size).catch(refuse)
      }
      return await run(referencesOf(ids, this.action))
    } finally {
      for (const id of ids.values()) await uploads.cancel(owner, id)
    }
  }
}

function takeTurn(live: LivePage, { limits: { page } }: Site): void {
  const bucket = buckets.get(live) ?? new TokenBucket(page.perSecond, page.burst)
  buckets.set(live, bucket)
  const retry = bucket.take()
  if (retry > 0) throw refusal("rate_limited", { retry })
}

/** What an event says of its files: a list where the control may hold several, also with one or none. */
function referencesOf(ids: Map<FormFile, string>, { fileLists }: FormAction): UploadReferences {
  const references = new Map<string, string | string[]>(fileLists.map((name) => [keyOf(name), []]))
  for (const [{ field: name }, id] of ids) {
    const field = keyOf(name)
    const others = references.get(field) ?? (name === field ? undefined : [])
    references.set(field, others === undefined ? id : [others, id].flat())
  }
  return Object.fromEntries(references)
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof RefusalError) return error.refusal
  if (error instanceof UploadError) return { code: codeOf(error) }
  throw error
}

/** Why a file is not taken is said beside its field. */
function refuseFile({ field, name }: FormFile, error: unknown, lang: string): never {
  if (!(error instanceof UploadError)) throw error
  throw refusal(codeOf(error), { errors: { [field]: [refusedText(lang, error.refusal.code, name)] } })
}

function codeOf({ refusal: { code } }: UploadError): "too_large" | "invalid" {
  return code === "too_large" || code === "full" ? "too_large" : "invalid"
}

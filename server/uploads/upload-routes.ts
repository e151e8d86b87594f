import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response, Router } from "express"
import type { Logger } from "pino"

import { OFFSET_HEADER, ROOM_HEADER, UPLOADS } from "../protocol.ts"
import { verifyRoom } from "../rooms/room-token.ts"
import { UploadError, uploadStatus } from "./upload-refusal.ts"
import type { Announced, Owner, Uploads } from "./uploads.ts"

export interface UploadRoutesParts {
  uploads: Uploads
  /** Sign the pages' tokens. */
  secrets: string[]
  logger: Logger
  /** Whether there is a session of this id. */
  known(sessionId: string): Promise<boolean>
  /** Whether the address of the request may announce one more. */
  mayAnnounce(request: Request): Promise<boolean>
}

/**
 * Takes files over HTTP, by the four verbs of tus (https://tus.io): POST announces, PATCH adds at an offset, HEAD tells the offset, DELETE cancels.
 * Each names its page by the token in `ROOM_HEADER`, which another site's page neither has nor may send.
 */
export function uploadRoutes(parts: UploadRoutesParts): RequestHandler {
  const { uploads, mayAnnounce } = parts
  const routes = Router()
  routes.post(UPLOADS, express.json({ limit: "16kb" }), async (request, response) => {
    if (!(await mayAnnounce(request))) throw new UploadError("busy")
    const owner = await ownerOf(parts, request)
    const id = await uploads.begin(owner, announced(request.body))
    response.status(201).json({ id })
  })
  routes.head(one, async (request, response) => {
    answer(response, await uploads.offset(await ownerOf(parts, request), idOf(request)))
  })
  routes.patch(one, async (request, response) => {
    const owner = await ownerOf(parts, request)
    answer(response, await uploads.append(owner, idOf(request), offsetOf(request), request, lengthOf(request)))
  })
  routes.delete(one, async (request, response) => {
    await uploads.cancel(await ownerOf(parts, request), idOf(request))
    response.status(204).end()
  })
  routes.use(UPLOADS, refused(parts.logger))
  return (request, response, next) => (request.path.startsWith(UPLOADS) ? routes(request, response, next) : next())
}

const one = `${UPLOADS}/:id`

async function ownerOf({ secrets, known }: UploadRoutesParts, request: Request): Promise<Owner> {
  const verified = verifyRoom(request.get(ROOM_HEADER), request.sessionID, secrets)
  if (!("room" in verified) || !(await known(request.sessionID))) throw new UploadError("unauthorized")
  return { room: verified.room, session: request.sessionID }
}

function idOf({ params }: Request): string {
  return String(params.id)
}

function announced(body: unknown): Announced {
  const { field, name, type, size } = Object(body)
  if (!isText(field, 200) || !isText(name, 1_000) || !isText(type, 200) || !isSize(size)) throw new UploadError("malformed")
  return { field, name, type: type.toLowerCase(), size }
}

function isText(value: unknown, longest: number): value is string {
  return typeof value === "string" && value.length <= longest
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}

function offsetOf(request: Request): number {
  const offset = request.get(OFFSET_HEADER) ?? ""
  if (!/^\d{1,15}$/.test(offset)) throw new UploadError("malformed")
  return Number(offset)
}

/** Undefined where the body comes in chunks of its own. */
function lengthOf(request: Request): number | undefined {
  const length = request.get("content-length")
  return length === undefined ? undefined : Number(length)
}

function answer(response: Response, offset: number): void {
  response
    .status(204)
    .set({ [OFFSET_HEADER]: String(offset), "Cache-Control": "no-store" })
    .end()
}

function refused(logger: Logger): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) return next(error)
    response.set("Cache-Control", "no-store")
    if (error instanceof UploadError) return response.status(uploadStatus[error.refusal.code]).json(error.refusal)
    // The body of an announcement that is not JSON, or too long.
    if (typeof error === "object" && error !== null && "expose" in error && error.expose === true)
      return response.status(400).json({ code: "malformed" })
    logger.error({ err: error }, "an upload failed")
    return response.status(500).json({ code: "failed" })
  }
}

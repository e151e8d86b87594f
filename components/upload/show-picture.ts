import { createReadStream } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import { pipeline } from "node:stream/promises"
import type { SessionData } from "livetsx"

import { pathOf, pictureOf } from "./pictures.ts"

/** A visitor's own picture. What came from a visitor is sent as nothing but a picture. */
export async function showPicture(
  request: IncomingMessage & { params: Record<string, string | string[]>; session: SessionData },
  response: ServerResponse,
) {
  const picture = pictureOf(String(request.params.id), request.session.visitor ?? "")
  if (!picture) return response.writeHead(404).end()
  response.writeHead(200, {
    "content-type": picture.type,
    "content-length": picture.size,
    "content-security-policy": "default-src 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, max-age=86400",
  })
  await pipeline(createReadStream(pathOf(picture.id)), response).catch(() => response.destroy())
}

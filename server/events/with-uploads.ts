import { RefusalError } from "../errors.ts"
import { type Patch, UPLOADS_USED } from "../protocol.ts"
import type { UploadReferences } from "../uploads/uploads.ts"
import type { EventContext } from "./event-context.ts"
import type { LivePage } from "./live-page.ts"
import type { Services } from "./services.ts"

/**
 * Runs an event with its uploads in `form`. What no handler moved is gone afterwards; only where the event was refused,
 * and the visitor is going to try again, its files stay for the next attempt.
 */
export async function withUploads(
  services: Services,
  page: LivePage,
  context: EventContext,
  references: UploadReferences,
  run: () => Promise<Patch[]>,
): Promise<Patch[]> {
  const uploads = await services.uploads.take({ room: page.room, session: page.sessionId }, references, context.lang)
  context.form = { ...context.form, ...uploads.form }
  let keep = false
  try {
    const patches = await run()
    keep = context.invalid
    const ids = uploads.used()
    return ids.length ? [["dispatch", UPLOADS_USED, { ids }], ...patches] : patches
  } catch (error) {
    keep = error instanceof RefusalError && error.refusal.code !== "handler_timeout"
    throw error
  } finally {
    await uploads.end(keep)
  }
}

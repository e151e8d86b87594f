import type { Lazy } from "./lazy.ts"
import type { Cause } from "./runs.ts"
import { type UploadReferences, carriedInputs, referencesOf } from "./upload-inputs.ts"
import type { Uploads } from "./upload.ts"

/** Calls `send` with what an event says of its files, once they have arrived; `unsent` where the event is not to be sent. */
export type Attach = (cause: Cause, send: (references?: UploadReferences) => void, unsent: () => void) => void

/** What has no files is sent at once, and loads nothing. */
export function createAttach(uploads: Lazy<Uploads>, cannotLoad: (cause: Cause) => void): Attach {
  return (cause, send, unsent) => {
    const inputs = carriedInputs(cause)
    if (!inputs.some(({ files }) => files?.length)) return send(referencesOf(inputs, () => []))
    const collect = async ({ collect }: Uploads) => {
      const ids = await collect(inputs)
      if (ids) send(referencesOf(inputs, (input) => ids.get(input) ?? []))
      else unsent()
    }
    uploads(
      (part) => void collect(part),
      () => {
        unsent()
        cannotLoad(cause)
      },
    )
  }
}

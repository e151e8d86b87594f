import type { Lazy } from "./lazy.ts"
import type { Cause } from "./runs.ts"
import { carriedInputs, fieldOf } from "./upload-inputs.ts"
import type { Uploads } from "./upload.ts"

/** Field → id, or ids where the control has `multiple`. */
export type UploadReferences = Record<string, string | string[]>

/** Calls `send` with what an event says of its files, once they have arrived; `unsent` where the event is not to be sent, `lost` where it cannot be. */
export type Attach = (cause: Cause, send: (references?: UploadReferences) => void, unsent: () => void, lost: () => void) => void

/** Where no file was chosen the event is sent at once, and nothing is loaded. */
export function createAttach(uploads: Lazy<Uploads>): Attach {
  return (cause, send, unsent, lost) => {
    const inputs = carriedInputs(cause)
    if (!inputs.some(({ files }) => files?.length)) return send(referencesOf(inputs, () => []))
    const collect = async ({ collect }: Uploads) => {
      const ids = await collect(inputs)
      if (ids) send(referencesOf(inputs, (input) => ids.get(input) ?? []))
      else unsent()
    }
    uploads((part) => void collect(part), lost)
  }
}

/** What an event says of its files. Is a list what may hold several, also with one or none. */
export function referencesOf(inputs: HTMLInputElement[], idsOf: (input: HTMLInputElement) => string[]): UploadReferences | undefined {
  const references: [string, string | string[]][] = []
  for (const field of new Set(inputs.map(fieldOf))) {
    const own = inputs.filter((input) => fieldOf(input) === field)
    const ids = own.flatMap(idsOf)
    const [first] = ids
    if (own.length > 1 || own.some((input) => input.multiple || input.name !== field)) references.push([field, ids])
    else if (first !== undefined) references.push([field, first])
  }
  return references.length ? Object.fromEntries(references) : undefined
}

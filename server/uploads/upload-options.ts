import { AuthorError } from "../errors.ts"
import type { UploadStore } from "./upload-store.ts"

/** What visitors may upload: the option `uploads` of `createLiveView`. */
export interface UploadOptions {
  /** Bytes of one file; 100 MB. */
  maxSize?: number
  /** Files of one control; 20. */
  maxCount?: number
  /** Kinds of files, as in the attribute: "image/*,.pdf"; any. */
  accept?: string
  /** Bytes of all files that wait for a handler; 10 GB. */
  maxTotal?: number
  /** Where files wait; `DATA_DIR/uploads`. */
  store?: UploadStore
}

export type UploadLimits = Required<Omit<UploadOptions, "store">>

export function uploadLimits({ store: _store, ...given }: UploadOptions = {}): UploadLimits {
  const limits: UploadLimits = { maxSize: 100_000_000, maxCount: 20, accept: "", maxTotal: 10_000_000_000, ...given }
  const unknown = Object.keys(limits).find((key) => !known.includes(key))
  if (unknown !== undefined)
    throw new AuthorError(`createLiveView({ uploads }) has no option "${unknown}". Expected some of ${known.join(", ")}, store.`)
  for (const name of ["maxSize", "maxCount", "maxTotal"] as const)
    if (!(limits[name] > 0))
      throw new AuthorError(`createLiveView({ uploads: { ${name} } }) expected a number above 0, got ${JSON.stringify(limits[name])}.`)
  return limits
}

const known = ["maxSize", "maxCount", "accept", "maxTotal"]

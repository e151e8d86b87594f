/** Why an upload was refused, and the HTTP status that says so. `limit` goes with some. */
export const uploadStatus = {
  malformed: 400,
  unauthorized: 403,
  gone: 404,
  stalled: 408,
  conflict: 409,
  too_large: 413,
  wrong_type: 415,
  /** Begun on another node, whose store this one does not see. */
  elsewhere: 421,
  too_many: 429,
  /** The address has done as much as it may for now: it is tried again. */
  busy: 503,
  full: 507,
} as const

export type UploadCode = keyof typeof uploadStatus

export interface UploadRefusal {
  code: UploadCode
  /** Bytes, files, or kinds. */
  limit?: number | string
}

export class UploadError extends Error {
  override name = "UploadError"
  readonly refusal: UploadRefusal

  constructor(code: UploadCode, limit?: number | string) {
    super(code)
    this.refusal = limit === undefined ? { code } : { code, limit }
  }
}

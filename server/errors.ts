import type { ErrorCode, Refusal } from "./protocol.ts"

/** A mistake of the author's: what is wrong, what was expected, what was got, and where. Its text goes to the terminal and the overlay, never to a visitor. */
export class AuthorError extends Error {
  override name = "AuthorError"
}

/** Why an event has no patches, on its way to the visitor. */
export class RefusalError extends Error {
  override name = "RefusalError"
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.message ?? refusal.code)
    this.refusal = refusal
  }
}

/**
 * How a handler says no: `throw refuse("That name is taken", { field: "name" })`.
 * The visitor sees the text, by the field if there is one, otherwise in a notice.
 */
export function refuse(message: string, options: { field?: string } = {}): RefusalError {
  return new RefusalError({ code: "refused", message, ...(options.field === undefined ? {} : { errors: { [options.field]: [message] } }) })
}

/** A refusal that the framework itself gives. */
export function refusal(code: ErrorCode, details: Omit<Refusal, "code"> = {}): RefusalError {
  return new RefusalError({ code, ...details })
}

import { AuthorError } from "../errors.ts"

/** What becomes of markup that is refused: in development it throws; otherwise it is left out and reported. */
export interface MarkupPolicy {
  throws: boolean
  report(message: string): void
}

let policy: MarkupPolicy = { throws: true, report: () => {} }

/** Sets what becomes of refused markup, for the whole process. Until it is called, refused markup throws. */
export function setMarkupPolicy(chosen: MarkupPolicy): void {
  policy = chosen
}

/** Throws or reports, as the policy says. */
export function markupRefused(message: string): void {
  if (policy.throws) throw new AuthorError(message)
  policy.report(`${message} It was left out.`)
}

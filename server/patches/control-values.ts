import { checkUrl } from "./urls.ts"

const control: unique symbol = Symbol.for("livetsx.control")

export interface Rerender {
  readonly [control]: "rerender"
}

export interface Redirect {
  readonly [control]: "redirect"
  readonly url: string
}

export interface NotFound {
  readonly [control]: "notFound"
}

/** What is returned in place of markup to say what happens next. */
export type ControlValue = Rerender | Redirect | NotFound

/**
 * A handler returns it to have its page rendered again with the present state: only the difference is sent. Given to `broadcast()` or
 * `to(room).send()`, it has each page that is reached render itself, for its own visitor.
 */
export function rerender(): Rerender {
  return Object.freeze({ [control]: "rerender" as const })
}

/** A handler or a page returns it to send the visitor to another page of this site. Throws an `AuthorError` if the URL leads elsewhere. */
export function redirect(url: string): Redirect {
  return Object.freeze({ [control]: "redirect" as const, url: checkUrl(url, "redirect()") })
}

/** A page returns it where there is nothing at its address: the answer is 404. */
export function notFound(): NotFound {
  return Object.freeze({ [control]: "notFound" as const })
}

export function isRerender(value: unknown): value is Rerender {
  return controlOf(value) === "rerender"
}

export function isRedirect(value: unknown): value is Redirect {
  return controlOf(value) === "redirect"
}

export function isNotFound(value: unknown): value is NotFound {
  return controlOf(value) === "notFound"
}

/** A symbol: no data that came as JSON is taken for a control value. */
function controlOf(value: unknown): unknown {
  return typeof value === "object" && value !== null && control in value ? value[control] : undefined
}

import type { ErrorCode, Refusal } from "../server/protocol.ts"
import { createBanner } from "./banner.ts"
import { formOf } from "./event-data.ts"
import { createFieldErrors } from "./field-errors.ts"
import { parseFragment } from "./markup.ts"
import type { Page } from "./page.ts"
import { showProgress } from "./progress.ts"
import { addStyles } from "./styles.ts"
import { texts } from "./texts.ts"
import { createToasts } from "./toasts.ts"

/** What the person may try again: it was not done, and may well be the next time. */
const maySucceed = new Set<ErrorCode>(["rate_limited", "busy", "handler_error", "handler_timeout", "offline_expired", "queue_full"])

/** What the visitor is told beside the page's own content. */
export interface Notices {
  /** `again` does once more what has failed. */
  failed(refusal: Refusal, element: Element, again?: () => void): void
  /** A reply came: what an earlier one said of the form's fields is over. */
  answered(form: HTMLFormElement | null): void
  flash(kind: string, html: string): void
  announce(text: string): void
  connectionChanged(up: boolean): void
  progressChanged(shown: boolean): void
}

export function createNotices(page: Page): Notices {
  addStyles()
  const text = (key: string) => page.text(key) ?? texts[key] ?? ""
  const isOff = page.options.notices === false
  const toasts = createToasts(text)
  if (!isOff) toasts.region()
  const banner = createBanner(toasts.region, text, page.queue.size, isOff)
  const fieldErrors = createFieldErrors()

  function failed(refusal: Refusal, element: Element, again?: () => void): void {
    const form = formOf(element)
    const rest = fieldErrors.show(form, refusal)
    if (isOff || (!rest.length && refusal.errors)) return
    const message = rest.join(" ") || refusal.message || text(refusal.code) || text("handler_error")
    const { reference } = refusal
    const content = reference ? `${message} ${text("reference").replace("{{reference}}", reference)}` : message
    toasts.show("error", content, again && maySucceed.has(refusal.code) ? () => element.isConnected && again() : undefined)
  }

  return {
    failed,
    answered: (form) => form && fieldErrors.clear(form),
    flash: (kind, html) => toasts.show(kind, parseFragment(html)),
    announce: toasts.announce,
    connectionChanged: banner.connectionChanged,
    progressChanged: (shown) => isOff || showProgress(shown, text("loading")),
  }
}

import { LivePage } from "../events/live-page.ts"
import { type Said, saidIn } from "../events/posted.ts"
import { formGone, frameworkTexts } from "../languages/framework-texts.ts"
import { encodedValue } from "../patches/html-text.ts"
import { patched } from "../patches/patched-markup.ts"
import type { Rendered } from "../patches/render.ts"
import type { ErrorCode, Patch, Refusal, Reply } from "../protocol.ts"
import { newRoom } from "../rooms/room-token.ts"
import type { SessionData } from "../sessions/session-data.ts"
import { withErrors, withTyped } from "./filled-form.ts"
import { carryFlashes, type FlashPatch, isFlash } from "./flashes.ts"
import { pageAddress } from "./form-action.ts"
import { hasForm, openedIn, withOpened } from "./opened-form.ts"
import type { FormSubmission } from "./form-submission.ts"
import { languageOf, servePage } from "./routes.ts"

/** Answers a form with the page as it is now, what was typed in it, and the handler's patches applied; or with where they lead. */
export async function answerForm(submission: FormSubmission, reply: Reply): Promise<void> {
  if (!Array.isArray(reply)) return refuse(submission, reply)
  const { posted, response } = submission
  const { said, patches } = posted ? saidIn(reply, posted) : { said: nothingSaid, patches: reply }
  for (const cookie of said.cookies) response.append("Set-Cookie", cookie)
  if (said.session) await renewSession(submission, said.session)
  const all = [...said.heard, ...patches]
  const to = destinationOf(all)
  if (to === undefined) return show(submission, all, said.invalid ? 422 : 200)
  carry(submission, all.filter(isFlash))
  response.redirect(303, to)
}

const nothingSaid: Said = { cookies: [], session: undefined, heard: [], invalid: false }

/** Where the patches lead: the last page that they go to, or else the last address that they show. */
function destinationOf(patches: readonly Patch[]): string | undefined {
  const [visit] = patches.filter((patch) => patch[0] === "visit").slice(-1)
  const [url] = patches.filter((patch) => patch[0] === "url").slice(-1)
  return visit?.[1] ?? url?.[1]
}

function carry({ request, response, site, action }: FormSubmission, flashes: FlashPatch[]): void {
  if (carryFlashes(request, response, flashes, site.secrets)) return
  site.services.logger.warn({ function: action.function }, "a flash was too long to be shown after a redirect")
}

/** The HTTP status of a refusal. */
const statusOf: Partial<Record<ErrorCode, number>> = {
  invalid: 422,
  refused: 422,
  unknown_function: 404,
  too_large: 413,
  rate_limited: 429,
  busy: 503,
  unauthorized: 403,
  expired: 403,
}

/** What was typed stays, the messages stand beside their fields, and what is said beside is a notice. */
async function refuse(submission: FormSubmission, refused: Refusal): Promise<void> {
  const { site, request, response, posted, action, fields } = submission
  const { code, errors, retry } = refused
  if (retry !== undefined) response.set("Retry-After", String(Math.ceil(retry / 1_000)))
  site.metrics.refused(`form ${code}`)
  await show(submission, posted?.said.heard ?? [], statusOf[code] ?? 500, ({ html: before, patches }) => {
    const { html, rest } = withErrors(before, action, errors ?? {})
    if (errors && !rest.length) return { html, patches }
    const lang = languageOf(site, request)
    const notice = [noticeOf(refused, rest, lang), ...(fields.length && !hasForm(html, action) ? [formGone(lang)] : [])]
    return { html, patches: [...patches, ["flash", "error", encodedValue(notice.join(" "))]] }
  })
}

/** As a live page says it in a toast. */
function noticeOf({ code, message, reference }: Refusal, rest: string[], lang: string): string {
  const texts = frameworkTexts(lang)
  const text = rest.join(" ") || message || texts[code === "missing_target" ? "handler_error" : code]
  return reference ? `${text} ${texts.reference.replace("{{reference}}", reference)}` : text
}

/** The page as it is now: what was typed, the patches applied to it, and then the last change. */
async function show(
  submission: FormSubmission,
  patches: Patch[],
  status: number,
  last: (rendered: Rendered) => Rendered = (rendered) => rendered,
): Promise<void> {
  const { site, matched, request, response, live, action, fields } = submission
  const isRefused = status >= 400
  if (live) leaveDocument(live)
  // With script the address is the page's own again: loaded anew, it is not the form that is sent.
  const address: Patch = ["url", pageAddress(request.originalUrl), true]
  await servePage(site, matched, request, response, {
    status,
    live,
    // The handler may have changed it since the request was read.
    session: await site.sessions.load(request.sessionID),
    flashes: patches.filter(isFlash),
    amend: ({ html, patches: own }) => {
      const page = isRefused && live ? withOpened(html, action, live) : html
      const shown = patched(withTyped(page, action, fields), patches)
      if (live && !isRefused) live.opened = openedIn(shown.html, html)
      const rest = shown.patches.filter(([verb]) => !answered.includes(verb))
      return last({ html: shown.html, patches: [address, ...own, ...rest] })
    },
  })
}

/** What the answer as a whole is, or has elsewhere. */
const answered: Patch[0][] = ["flash", "url", "visit", "refresh"]

/** The document that sent the form is being left; a socket of its would keep the next one from having the page. */
function leaveDocument(live: LivePage): void {
  live.socket?.disconnect(true)
  live.document = ""
}

/** Milliseconds for which a session stays that another has taken the place of. */
const patience = 10_000

/**
 * The page goes on under the new session, in a room that its old one does not know. The old one, which knows nothing of what is new,
 * stays a moment: the same form may come in it once more, from somebody who has clicked twice.
 */
async function renewSession(submission: FormSubmission, data: SessionData): Promise<void> {
  const { request, live, site } = submission
  const old = request.sessionID
  request.sessionStore.generate(request)
  Object.assign(request.session, data)
  await site.sessions.begin(request)
  setTimeout(() => {
    site.sessions.destroy(old).catch((error: unknown) => site.services.logger.error({ err: error }, "an old session was not taken away"))
  }, patience).unref()
  if (!live) return
  submission.live = new LivePage({
    room: newRoom(),
    sessionId: request.sessionID,
    request: live.request,
    lang: live.lang,
    states: live.states,
  })
  submission.live.source = live.source
}

import type { LivePage } from "../events/live-page.ts"
import { Markup } from "../patches/markup-edits.ts"
import { patched } from "../patches/patched-markup.ts"
import type { Patch } from "../protocol.ts"
import { formIn, formsIn } from "./filled-form.ts"
import type { FormAction } from "./form-action.ts"

/** Characters of what is kept for a page. */
const most = 64_000

/**
 * What the page shows around those forms that its own render does not have: a patch has opened them. For each the nearest element around it
 * whose id the page has too, or all of the body.
 */
export function openedIn(shown: string, rendered: string): Patch[] {
  const [markup, own] = [new Markup(shown), new Markup(rendered)]
  const known = new Set(formsIn(own).map(({ key }) => key))
  const ids = new Set(own.find(({ attribs }) => attribs.id !== undefined).map(({ attribs }) => attribs.id))
  const opened = new Map<string, Patch>()
  for (const { form, key } of formsIn(markup)) {
    if (known.has(key)) continue
    const holder = markup.around(form).find(({ name, attribs }) => name === "body" || (attribs.id !== undefined && ids.has(attribs.id)))
    if (!holder) continue
    const { id = "" } = holder.name === "body" ? {} : holder.attribs
    opened.set(id, id ? ["morph", id, markup.outer(holder)] : ["body", markup.outer(holder)])
  }
  const patches = [...opened.values()]
  return JSON.stringify(patches).length > most ? [] : patches
}

/** The document with the form of this address in it, also where only a patch has opened that: an answer, or one that the socket has brought. */
export function withOpened(html: string, action: FormAction, { opened, shown }: Pick<LivePage, "opened" | "shown">): string {
  if (hasForm(html, action)) return html
  const kept = patched(html, opened).html
  if (hasForm(kept, action)) return kept
  const body = shown?.html
  return body === undefined ? html : patched(html, openedIn(body, html)).html
}

export function hasForm(html: string, action: FormAction): boolean {
  return formIn(new Markup(html), action) !== undefined
}

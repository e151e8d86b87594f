import type { LivePage } from "../events/live-page.ts"
import { isNotFound, isRedirect } from "../patches/elements.ts"
import type { Patch } from "../protocol.ts"
import type { SessionData } from "../sessions/session-data.ts"
import { parsedAddress } from "./address.ts"
import { keptState, renderPage } from "./document.tsx"
import { queryOf } from "./query.ts"
import type { Site } from "./site.ts"

/**
 * The patches that make an open page what its page function now renders; with `states`, of a state that is not kept yet; at a new
 * `address`.
 */
export async function rerenderPage(
  site: Site,
  live: LivePage,
  session: SessionData,
  states = live.states,
  address = live.request.url,
): Promise<Patch[]> {
  // The browser tells it with its next event.
  live.request = { ...live.request, url: resolved(address, live.request.url) }
  const { url } = live.request
  const matched = site.table.find(parsedAddress(url).path)
  // The address is not one of the application's pages any more: the browser asks for it, and shows what it gets.
  if (!matched) return [["visit", url, true, true]]
  // The address may have changed since the page was rendered, and another node may have rendered it.
  live.source = { params: matched.params, query: queryOf(url) }
  const layout = matched.page.options.layout ?? site.layout
  const t = site.services.translate(live.lang)
  const kept = keptState({ page: matched.page, live })
  const rendered = await renderPage({
    page: matched.page,
    live,
    states,
    layout,
    session,
    t,
    presence: site.services.presence,
    token: "",
    nonce: "",
    heads: {},
    assets: site.assets,
    settings: site.settings(live.lang),
  })
  if (keptState({ page: matched.page, live }) !== kept) await site.services.savePage(live)
  if (isRedirect(rendered)) return [["visit", rendered.url]]
  if (isNotFound(rendered) || !("html" in rendered)) return [["visit", url, true, true]]
  return [["title", rendered.title], ["body", rendered.body], ...rendered.patches]
}

/** Path and query of an address that may be relative to another. */
function resolved(address: string, from: string): string {
  if (address === from || !URL.canParse(address, origin + from)) return address
  const { pathname, search } = new URL(address, origin + from)
  return pathname + search
}

const origin = "http://this.invalid"

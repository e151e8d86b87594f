import { pass } from "./clock.ts"
import { dispatch } from "./dom-events.ts"
import { fetchDocument } from "./fetch-document.ts"
import { currentUrl } from "./identity.ts"
import type { Show } from "./navigation.ts"
import type { Page } from "./page.ts"

export interface VisitOptions {
  /** In place of the present entry of the history. */
  replace?: boolean
  /** With a full page load. */
  load?: boolean
  /** The link that was followed: `liveview:before-visit` may keep it from being. */
  asked?: Element
}

/** Milliseconds that events of the page that is left may still take. */
const patience = 5_000

/** Goes to another page of the application; what is none is loaded fully. */
export function createVisit(page: Page, show: Show, history: { move(url: URL, replace: boolean): void }) {
  let visiting: AbortController | undefined

  async function visit(href: string, { replace = false, load = false, asked }: VisitOptions = {}): Promise<void> {
    const url = new URL(href, document.baseURI)
    if (url.origin !== location.origin) return console.error(`<Visit> expected an address of ${location.origin}, got ${href}.`)
    if (asked && !dispatch(asked, "liveview:before-visit", { url: url.href }, true)) return
    visiting?.abort()
    visiting = new AbortController()
    const { signal } = visiting
    if (load) return leave(url.href, replace)
    const fetched = await fetchDocument(url.href, "", signal)
    if (signal.aborted) return
    if ("elsewhere" in fetched) return visit(fetched.elsewhere, { replace })
    if ("status" in fetched) return leave(url.href, replace)
    await Promise.race([page.queue.settled(), pass(patience)])
    if (signal.aborted) return
    page.queue.clear()
    history.move(url, replace)
    page.identity.url = currentUrl()
    show(fetched.rendered, true)
    arriveAt(url)
  }

  function arriveAt(url: URL): void {
    const place = url.hash && document.getElementById(decodeURIComponent(url.hash.slice(1)))
    if (place) place.scrollIntoView()
    else scrollTo(0, 0)
    document.querySelector<HTMLElement>("[autofocus]")?.focus()
    page.comforts(({ notices }) => notices.announce(document.title))
    dispatch(document, "liveview:visit", { url: url.href })
    // What begins with the page begins now, as after a full load.
    dispatch(document, "liveview:refresh", {})
  }

  return { visit }
}

function leave(url: string, replace: boolean): void {
  if (replace) location.replace(url)
  else location.assign(url)
}

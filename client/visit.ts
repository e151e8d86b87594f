import { indexOf } from "./address.ts"
import { dispatch } from "./dom-events.ts"
import { fetchDocument } from "./fetch-document.ts"
import type { Rendered } from "./fetch-document.ts"
import { finished } from "./finished.ts"
import { currentUrl } from "./identity.ts"
import { focusArrival } from "./arrival.ts"
import type { MayLeave, Show } from "./navigation.ts"
import type { Page } from "./page.ts"
import type { Prefetch } from "./prefetch.ts"
import type { Turns } from "./turns.ts"
import { keepUnchanged } from "./keep-scrolls.ts"

export interface VisitOptions {
  /** In place of the present entry of the history. */
  replace?: boolean
  /** With a full page load. */
  load?: boolean
  /** The link that was followed: `liveview:before-visit` may keep it from being. */
  asked?: Element
  /** With a transition from one page to the other, where the browser has them and the person wants motion. */
  transition?: boolean
}

/** Goes to another page of the application; what is none is loaded fully. */
export function createVisit(page: Page, show: Show, mayLeave: MayLeave, prefetched: Prefetch, turns: Turns) {
  async function visit(href: string, options: VisitOptions = {}): Promise<void> {
    const { replace = false, load = false, asked } = options
    const url = new URL(href, document.baseURI)
    if (url.origin !== location.origin) return console.error(`<Visit> expected an address of ${location.origin}, got ${href}.`)
    if (asked && !(await mayLeave(asked, url.href))) return
    const signal = turns.go()
    if (load) return leave(url.href, replace)
    const done = page.comforts.loaded?.busy.mark({ element: asked ?? document.documentElement, form: null, sends: false })
    try {
      if (page.queue.size(true)) {
        // The page that comes shows what was done on this one.
        await finished(page.queue)
        prefetched.clear()
      }
      const early = await prefetched.take(url.href)
      const fetched = early && "rendered" in early ? early : await fetchDocument(url.href, "", signal)
      if (signal.aborted) return
      if ("elsewhere" in fetched) return visit(fetched.elsewhere, { ...options, asked: undefined })
      if ("status" in fetched) return leave(url.href, replace)
      await finished(page.queue)
      if (signal.aborted) return
      await changing(!!options.transition, () => {
        if (!signal.aborted) goTo(url, replace, fetched.rendered)
      })
    } finally {
      done?.()
    }
  }

  function goTo(url: URL, replace: boolean, rendered: Rendered): void {
    const restoreScrolls = keepUnchanged()
    page.queue.clear()
    // What waits is still answered on the page that is left.
    page.stream.pause()
    // As a browser does that is sent where it is.
    enter(url, replace || url.href === location.href)
    show(rendered, true)
    page.queue.resume()
    restoreScrolls()
    arriveAt(url)
  }

  function enter(url: URL, replace: boolean): void {
    const { address, identity } = page
    if (!replace || identity.isLeft) address.remember()
    // The history stands at a page that was on its way, and is not shown any more.
    if (identity.isLeft) address.index = indexOf(history.state)
    address.move(url, replace)
    identity.url = currentUrl()
  }

  function arriveAt(url: URL): void {
    const place = placeOf(url.hash)
    if (place) place.scrollIntoView()
    else scrollTo(0, 0)
    focusArrival()
    page.comforts(({ notices }) => notices.announce(document.title))
    dispatch(document, "liveview:visit", { url: url.href })
    // What begins with the page begins now, as after a full load.
    dispatch(document, "liveview:refresh", {})
  }

  return { visit }
}

/** As browsers look for it: the fragment as it is, then decoded. https://html.spec.whatwg.org/#find-a-potential-indicated-element */
function placeOf(hash: string): HTMLElement | null {
  const fragment = hash.slice(1)
  if (!fragment) return null
  try {
    return document.getElementById(fragment) ?? document.getElementById(decodeURIComponent(fragment))
  } catch {
    return null
  }
}

/** The page changes with a view transition, or at once. */
async function changing(isSmooth: boolean, change: () => void): Promise<void> {
  if (!isSmooth || !document.startViewTransition || matchMedia("(prefers-reduced-motion: reduce)").matches) return change()
  const transition = document.startViewTransition(change)
  // Skipped because another begins, or because nobody is looking: the page has changed all the same.
  transition.ready.catch(() => {})
  await transition.updateCallbackDone
}

function leave(url: string, replace: boolean): void {
  if (replace) location.replace(url)
  else location.assign(url)
}

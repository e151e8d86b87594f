import { indexOf, stateOf } from "./address.ts"
import type { Entry } from "./address.ts"
import { applyDocument } from "./apply-document.ts"
import { dispatch } from "./dom-events.ts"
import { fetchDocument } from "./fetch-document.ts"
import type { Rendered } from "./fetch-document.ts"
import { finished } from "./finished.ts"
import { currentUrl, roomOf } from "./identity.ts"
import { parseDocument } from "./markup.ts"
import type { MayLeave, Show } from "./navigation.ts"
import type { Page } from "./page.ts"
import { restoreScrolls } from "./keep-scrolls.ts"
import { readScrolls } from "./scrolls.ts"
import type { Scrolls } from "./scrolls.ts"
import { store, stored } from "./storage.ts"

/** Back and Forward, to what was shown at each entry of the history. */
export function createHistory(page: Page, show: Show, mayLeave: MayLeave) {
  const { identity, address } = page
  let pops = 0

  // The browser would scroll before the content of an entry has come back.
  history.scrollRestoration = "manual"
  addEventListener("pagehide", keepScroll)

  /** The page of the address comes back from the server, or from memory where the address is none of the server's pages. */
  async function popped(): Promise<void> {
    const own = ++pops
    if (!(await mayLeave(document, location.href))) return goBack()
    await finished(page.queue)
    if (own !== pops) return
    address.remember()
    address.index = indexOf(history.state)
    identity.url = currentUrl()
    const entry = address.entries.get(address.index)
    page.queue.pause()
    const fetched = await fetchDocument(location.href, entry?.token ?? "")
    if (own !== pops) return
    if ("rendered" in fetched) arrive(fetched.rendered)
    else if ("status" in fetched && entry) restore(entry)
    else return location.reload()
    page.queue.resume()
    page.comforts(({ notices }) => notices.announce(document.title))
    scrollTo(...(entry?.scroll ?? [0, 0]))
    restoreScrolls(entry?.inner)
    dispatch(document, "liveview:visit", { url: location.href })
  }

  function arrive(rendered: Rendered): void {
    const isAnother = roomOf(rendered.token) !== roomOf(identity.token)
    // What was clicked while another page was on its way belongs to the one that is left.
    if (isAnother) page.queue.clear()
    show(rendered, isAnother)
  }

  /** To the entry that is still shown. */
  function goBack(): void {
    const steps = address.index - indexOf(history.state)
    if (steps) history.go(steps)
    else history.pushState(stateOf(address.index), "", identity.url)
  }

  /** The server does not know that this is shown. */
  function restore({ html }: Entry): void {
    const snapshot = parseDocument(html)
    for (const own of snapshot.querySelectorAll("#liveview-notices,#liveview-progress")) own.remove()
    page.undisturbed(() => applyDocument(snapshot, true))
    identity.differs()
  }

  /** Not in the state of the entry: what is written there while the page is left may be lost. */
  function keepScroll(): void {
    store(
      scrolled,
      JSON.stringify({ ...kept(), [address.index]: { href: location.href, scroll: [scrollX, scrollY], inner: readScrolls() } }),
    )
  }

  function returned(): void {
    const { href, scroll, inner } = kept()[address.index] ?? {}
    if (href !== location.href || !scroll) return
    scrollTo(...scroll)
    restoreScrolls(inner)
  }

  return { popped, returned }
}

/** Where a tab notes how its entries were scrolled when they were left for a full load. */
const scrolled = "livetsx-scrolls"

/** Written by `keepScroll` alone. */
function kept(): Record<number, { href: string; scroll: [x: number, y: number]; inner: Scrolls }> {
  return JSON.parse(stored(scrolled) ?? "{}")
}

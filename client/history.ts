import { indexOf, stateOf } from "./address.ts"
import type { Entry } from "./address.ts"
import { applyDocument } from "./apply-document.ts"
import { dispatch } from "./dom-events.ts"
import { fetchDocument, isAway } from "./fetch-document.ts"
import type { Rendered } from "./fetch-document.ts"
import { finished } from "./finished.ts"
import { currentUrl, roomOf } from "./identity.ts"
import { parseDocument } from "./markup.ts"
import { readConfig } from "./page-config.ts"
import { keepPartScrolls } from "./part-scrolls.ts"
import type { MayLeave, Show } from "./navigation.ts"
import type { Page } from "./page.ts"
import { restoreScrolls } from "./keep-scrolls.ts"
import { readScrolls } from "./scrolls.ts"
import type { Scrolls } from "./scrolls.ts"
import { store, stored } from "./storage.ts"
import type { Turns } from "./turns.ts"

/** Back and Forward, to what was shown at each entry of the history. */
export function createHistory(page: Page, show: Show, mayLeave: MayLeave, turns: Turns) {
  const { identity, address } = page

  // The browser would scroll before the content of an entry has come back.
  history.scrollRestoration = "manual"
  keepPartScrolls(page)
  addEventListener("pagehide", keepScroll)

  /** The page of the address comes back from the server, or from memory where the address is none of the server's pages. */
  async function popped(): Promise<void> {
    const signal = turns.go()
    // Who is leaving was asked.
    const isLeaving = identity.isLeft || (await mayLeave(document, location.href))
    if (signal.aborted) return
    if (!isLeaving) return goBack()
    turns.leave()
    await finished(page.queue)
    if (signal.aborted) return
    address.remember()
    const index = indexOf(history.state)
    const entry = address.entries.get(index)
    page.queue.pause()
    page.stream.pause()
    const fetched = await fetchDocument(location.href, entry?.token ?? "", signal)
    if (signal.aborted) return
    if ("elsewhere" in fetched || ("status" in fetched && !entry)) return location.reload()
    address.index = index
    identity.url = currentUrl()
    const isWaiting = "status" in fetched && isAway(fetched.status)
    const rendered = "rendered" in fetched ? fetched.rendered : isWaiting && entry && asItWas(entry)
    if (rendered) arrive(rendered)
    else if (entry) restore(entry)
    page.queue.resume()
    // It asks for itself until there is a server again.
    if (isWaiting) page.refresh()
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
  function restore(entry: Entry): void {
    turns.arrive()
    page.undisturbed(() => applyDocument(snapshotOf(entry), true))
    page.stream.reset(page.stream.heads())
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

/** What an entry showed when it was left, without what the page shows by itself. */
function snapshotOf({ html }: Entry): Document {
  const snapshot = parseDocument(html)
  for (const own of snapshot.querySelectorAll("#liveview-notices,#liveview-progress")) own.remove()
  return snapshot
}

/** The page of an entry, in its room; what came with it has been shown. */
function asItWas(entry: Entry): Rendered | undefined {
  const document = snapshotOf(entry)
  const config = readConfig(document)
  return config && { document, config: { ...config, patches: [] }, token: entry.token }
}

/** Where a tab notes how its entries were scrolled when they were left for a full load. */
const scrolled = "livetsx-scrolls"

/** Written by `keepScroll` alone. */
function kept(): Record<number, { href: string; scroll: [x: number, y: number]; inner: Scrolls }> {
  return JSON.parse(stored(scrolled) ?? "{}")
}

import { applyDocument } from "./apply-document.ts"
import { pass } from "./clock.ts"
import { fetchDocument } from "./fetch-document.ts"
import { currentUrl, roomOf } from "./identity.ts"
import { parseDocument } from "./markup.ts"
import type { Show } from "./navigation.ts"
import type { Page } from "./page.ts"

/** What is remembered of an entry of the history that is not the present one. */
interface Entry {
  html: string
  token: string
  scroll: [x: number, y: number]
}

/** Milliseconds that an event under way may still take. */
const patience = 5_000
/** Entries whose document is remembered. */
const mostEntries = 20

/** The address, and what was shown at each entry of the history. */
export function createHistory(page: Page, show: Show) {
  const entries = new Map<number, Entry>()
  const { identity } = page
  let index = indexOf(history.state)
  let pops = 0

  // The browser would scroll before the content of an entry has come back.
  history.scrollRestoration = "manual"
  addEventListener("pagehide", keepScroll)

  /** Changes the address bar; another entry only where the address differs. */
  function showUrl(href: string, replace = false): void {
    const url = new URL(href, document.baseURI)
    if (url.origin !== location.origin) return console.error(`<Url> expected an address of ${location.origin}, got ${href}.`)
    if (url.href === location.href) return
    move(url, replace)
    identity.url = currentUrl()
  }

  function move(url: URL, replace: boolean): void {
    if (replace) return history.replaceState(stateOf(index), "", url)
    remember()
    history.pushState(stateOf(++index), "", url)
    for (const other of entries.keys()) if (other >= index) entries.delete(other)
  }

  function remember(): void {
    entries.delete(index)
    entries.set(index, { html: document.documentElement.outerHTML, token: identity.token, scroll: [scrollX, scrollY] })
    const [oldest] = entries.keys()
    if (entries.size > mostEntries && oldest !== undefined) entries.delete(oldest)
  }

  /** The page of the address comes back from the server, or from memory where the address is none of the server's pages. */
  async function popped(): Promise<void> {
    const own = ++pops
    remember()
    index = indexOf(history.state)
    identity.url = currentUrl()
    const entry = entries.get(index)
    page.queue.pause()
    await Promise.race([page.queue.settled(), pass(patience)])
    const fetched = await fetchDocument(location.href, entry?.token ?? "")
    if (own !== pops) return
    if ("rendered" in fetched) show(fetched.rendered, roomOf(fetched.rendered.token) !== roomOf(identity.token))
    else if ("status" in fetched && entry) restore(entry)
    else return location.reload()
    page.queue.resume()
    page.comforts(({ notices }) => notices.announce(document.title))
    scrollTo(...(entry?.scroll ?? [0, 0]))
  }

  /** The server does not know that this is shown. */
  function restore({ html }: Entry): void {
    const snapshot = parseDocument(html)
    for (const own of snapshot.querySelectorAll("#liveview-notices,#liveview-progress")) own.remove()
    page.undisturbed(() => applyDocument(snapshot, true))
    identity.differs()
  }

  function keepScroll(): void {
    history.replaceState({ livetsx: index, scroll: [scrollX, scrollY] }, "")
  }

  function returned(): void {
    const scroll: unknown = history.state?.scroll
    if (Array.isArray(scroll)) scrollTo(Number(scroll[0]), Number(scroll[1]))
  }

  return { showUrl, move, popped, returned }
}

function stateOf(index: number): unknown {
  return { livetsx: index }
}

function indexOf(state: unknown): number {
  return typeof state === "object" && state !== null && "livetsx" in state ? Number(state.livetsx) : 0
}

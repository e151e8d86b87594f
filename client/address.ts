import { currentUrl } from "./identity.ts"
import type { Identity } from "./identity.ts"
import { readScrolls } from "./scrolls.ts"
import type { Scrolls } from "./scrolls.ts"

/** What is remembered of an entry of the history that is not the present one. */
export interface Entry {
  html: string
  token: string
  scroll: [x: number, y: number]
  inner: Scrolls
}

/** The address of the page. It is no part of navigation, which may have to be loaded first: it changes with the content. */
export interface Address {
  /** Number of the entry of the history that is shown. While another is on its way, the history stands there already. */
  index: number
  entries: Map<number, Entry>
  /** Changes the address bar; another entry only where the address differs. */
  show(href: string, replace?: boolean): void
  /** What is shown was remembered, if it is to be gone back to. */
  move(url: URL, replace: boolean): void
  /** To be called before what is shown is left. */
  remember(): void
}

/** Entries whose document is remembered. */
const mostEntries = 20

export function createAddress(identity: Identity): Address {
  const entries = new Map<number, Entry>()

  function show(href: string, replace = false): void {
    const url = new URL(href, document.baseURI)
    if (url.origin !== location.origin) return console.error(`<Url> expected an address of ${location.origin}, got ${href}.`)
    // The address bar is that of the page which is on its way.
    if (identity.isLeft || url.href === location.href) return
    if (!replace) remember()
    move(url, replace)
    identity.url = currentUrl()
  }

  function move(url: URL, replace: boolean): void {
    if (replace) return history.replaceState(stateOf(address.index), "", url)
    history.pushState(stateOf(++address.index), "", url)
    for (const other of entries.keys()) if (other >= address.index) entries.delete(other)
  }

  function remember(): void {
    entries.delete(address.index)
    entries.set(address.index, {
      html: document.documentElement.outerHTML,
      token: identity.token,
      scroll: [scrollX, scrollY],
      inner: readScrolls(),
    })
    const [oldest] = entries.keys()
    if (entries.size > mostEntries && oldest !== undefined) entries.delete(oldest)
  }

  const address = { index: indexOf(history.state), entries, show, move, remember }
  return address
}

export function stateOf(index: number): unknown {
  return { livetsx: index }
}

export function indexOf(state: unknown): number {
  return typeof state === "object" && state !== null && "livetsx" in state ? Number(state.livetsx) : 0
}

import { stateOf } from "./address.ts"
import { currentUrl } from "./identity.ts"
import type { Page } from "./page.ts"

/**
 * Scrolls back and forth between the parts of a page (`#part`), each of which is an entry of the history: browsers do not, where the scroll
 * positions of its entries are restored by the page itself.
 */
export function keepPartScrolls({ address, identity }: Pick<Page, "address" | "identity">): void {
  const places = new Map<string, [x: number, y: number]>()
  let shown = ""

  function keep(): void {
    places.set(shown, [scrollX, scrollY])
  }

  // Before the browser scrolls to the part.
  document.addEventListener("click", ({ target }) => {
    if (!(target instanceof Element) || !target.closest("a[href*='#']")) return
    shown = nameOf(history.state)
    keep()
  })
  // After that of the links, which gives a new entry the number of the page.
  addEventListener("popstate", ({ state }) => {
    if (identity.isLeft || currentUrl() !== identity.url) return
    if (state === null) history.replaceState(Object.assign({ part: Math.random() }, stateOf(address.index)), "")
    else keep()
    shown = nameOf(history.state)
    if (state !== null) scrollTo(...(places.get(shown) ?? [scrollX, scrollY]))
  })
}

/** Of an entry of the history. */
function nameOf(state: unknown): string {
  return JSON.stringify(state)
}

import { scrolled } from "./scrolls.ts"
import type { Scrolls } from "./scrolls.ts"

export function restoreScrolls(scrolls: Scrolls = []): void {
  for (const [selector, left, top] of scrolls) document.querySelector(selector)?.scrollTo(left, top)
}

/** Another page begins at its top, and what shows the same as before (a navigation) stays where it is. Returns what is to be called when that page is shown. */
export function keepUnchanged(): () => void {
  const before = scrolled().map((element) => [element, element.textContent] as const)
  return () => {
    for (const [element, text] of before) if (element.textContent !== text) element.scrollTo(0, 0)
  }
}

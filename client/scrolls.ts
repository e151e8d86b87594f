/** Where the page's own scroll containers stand. */
export type Scrolls = [selector: string, left: number, top: number][]

export function readScrolls(): Scrolls {
  return scrolled().map((element) => [selectorOf(element), element.scrollLeft, element.scrollTop])
}

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

function scrolled(): Element[] {
  return [...document.body.querySelectorAll("*")].filter(({ scrollTop, scrollLeft }) => scrollTop || scrollLeft)
}

/** By its id, or by the way from the nearest element that has one. */
function selectorOf(element: Element): string {
  if (element.id) return `#${CSS.escape(element.id)}`
  const parent = element.parentElement
  if (!parent) return ":root"
  return `${selectorOf(parent)} > :nth-child(${[...parent.children].indexOf(element) + 1})`
}

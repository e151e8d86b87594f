/** Where the page's own scroll containers stand. */
export type Scrolls = [selector: string, left: number, top: number][]

export function readScrolls(): Scrolls {
  return scrolled().map((element) => [selectorOf(element), element.scrollLeft, element.scrollTop])
}

export function scrolled(): Element[] {
  return [...document.body.querySelectorAll("*")].filter(({ scrollTop, scrollLeft }) => scrollTop || scrollLeft)
}

/** By its id, or by the way from the nearest element that has one. */
function selectorOf(element: Element): string {
  if (element.id) return `#${CSS.escape(element.id)}`
  const parent = element.parentElement
  if (!parent) return ":root"
  return `${selectorOf(parent)} > :nth-child(${[...parent.children].indexOf(element) + 1})`
}

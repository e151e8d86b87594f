/** Scrolls to the element or, with `top`, to its own top (of the window: the page's): smoothly, unless the person wants no motion. */
export function scrollTo(element: Element | Window, top = false): void {
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth"
  if (top || !(element instanceof Element)) element.scrollTo({ top: 0, behavior })
  else element.scrollIntoView({ behavior })
}

/** Scrolls to the element or, with `top`, to its own top: smoothly, unless the person wants no motion. */
export function scrollTo(element: Element, top = false): void {
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth"
  if (top) element.scrollTo({ top: 0, behavior })
  else element.scrollIntoView({ behavior })
}

/** Scrolls smoothly, unless the person wants no motion: to the element, or with `top` to its own top; without one, to the top of the page. */
export function scrollTo(element: Element | null, top = false): void {
  const behavior = matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth"
  if (element && !top) element.scrollIntoView({ behavior })
  else (element ?? window).scrollTo({ top: 0, behavior })
}

let kept: Map<Element, [left: number, top: number]> | undefined
let isNeeded: boolean | undefined

/** Before nodes are moved, where the browser lets go of how they are scrolled: it can only take them out and put them in again, or it is Firefox. */
export function rememberScrolls(): void {
  isNeeded ??= !("moveBefore" in Element.prototype) || CSS.supports("-moz-appearance: none")
  if (kept || !isNeeded) return
  const scrolled = [...document.body.querySelectorAll("*")].filter(({ scrollLeft, scrollTop }) => scrollLeft || scrollTop)
  kept = new Map(scrolled.map((element) => [element, [element.scrollLeft, element.scrollTop]]))
}

export function restoreScrolls(): void {
  for (const [element, [left, top]] of kept ?? [])
    if (!element.scrollLeft && !element.scrollTop) element.scrollTo({ left, top, behavior: "instant" })
  kept = undefined
}

import { onMoving } from "./changes.ts"

let kept: Map<Element, [left: number, top: number]> | undefined

/** Where nodes are moved, browsers let go of how they are scrolled that can only take them out and put them in again, and so does Firefox. */
export function watchMoves(): void {
  if (!("moveBefore" in Element.prototype) || CSS.supports("-moz-appearance: none")) onMoving(rememberScrolls)
}

function rememberScrolls(): void {
  if (kept) return
  const scrolled = [...document.body.querySelectorAll("*")].filter(({ scrollLeft, scrollTop }) => scrollLeft || scrollTop)
  kept = new Map(scrolled.map((element) => [element, [element.scrollLeft, element.scrollTop]]))
}

export function restoreMoved(): void {
  for (const [element, [left, top]] of kept ?? [])
    if (!element.scrollLeft && !element.scrollTop) element.scrollTo({ left, top, behavior: "instant" })
  kept = undefined
}

/**
 * What is read stays where it is while the answer of what has appeared changes the page. Browsers do that by themselves, except at
 * the very top, where a list that grows upwards would show its end again and again; one browser does not do it at all.
 */
export function watchPlace(): void {
  let restore = () => {}
  document.addEventListener("liveview:before-patch", ({ target }) => {
    restore = target instanceof Element && target.matches("[data-liveview-intersect-appear]") ? rememberPlace(target) : () => {}
  })
  document.addEventListener("liveview:patch", () => {
    restore()
    restore = () => {}
  })
}

/** Remembers where that stands which is in the middle of what scrolls around the element. */
function rememberPlace(element: Element): () => void {
  const scroller = scrollerOf(element)
  const isRoot = scroller === document.scrollingElement
  if (!scroller || (scroller.scrollTop > 0 && CSS.supports("overflow-anchor: auto"))) return () => {}
  const { left, top, width, height } = isRoot ? new DOMRect(0, 0, innerWidth, innerHeight) : scroller.getBoundingClientRect()
  const read = document.elementFromPoint(left + width / 2, top + height / 2)
  const before = read?.getBoundingClientRect().top ?? 0
  return () => {
    if (read?.isConnected) scroller.scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" })
  }
}

function scrollerOf(element: Element): Element | null {
  for (let at = element.parentElement; at; at = at.parentElement)
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at
  return document.scrollingElement
}

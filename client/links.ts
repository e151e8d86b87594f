import { isLeftToBrowser } from "./page-controller.ts"
import { currentUrl } from "./identity.ts"
import type { Page } from "./page.ts"

/** Links with `data-liveview-visit`, and Back and Forward. */
export function watchLinks({ identity, navigation }: Page): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-liveview-visit]")
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || !isFollowed(link, event)) return
    event.preventDefault()
    navigation((part) => part.visit(link.href, { replace: link.getAttribute("data-liveview-visit") === "replace", asked: link }))
  })
  const follow = () => {
    // Otherwise only the fragment has changed: the browser scrolls there.
    if (currentUrl() !== identity.url) navigation((part) => part.popped())
  }
  addEventListener("popstate", follow)
  follow()
  // An entry that we made, come back to by a full load: the browser does not scroll it.
  if (history.state?.livetsx) navigation((part) => part.returned())
}

function isFollowed(link: HTMLAnchorElement, event: MouseEvent): boolean {
  const isFragment = !!link.hash && link.pathname + link.search === currentUrl()
  return (
    link.origin === location.origin &&
    !isFragment &&
    !link.matches("[target]:not([target=_self]),[download]") &&
    !isLeftToBrowser(link, event)
  )
}

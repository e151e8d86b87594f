import { clock } from "./clock.ts"
import { isLeftToBrowser } from "./page-controller.ts"
import { indexOf, stateOf } from "./address.ts"
import { currentUrl } from "./identity.ts"
import type { Page } from "./page.ts"

/** Links with `data-liveview-visit`, and Back and Forward. */
export function watchLinks({ address, identity, navigation }: Page): void {
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-liveview-visit]")
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || !isFollowed(link, event)) return
    event.preventDefault()
    const options = {
      replace: link.getAttribute("data-liveview-visit") === "replace",
      transition: link.hasAttribute("data-liveview-transition"),
      asked: link,
    }
    navigation((part) => part.visit(link.href, options))
  })
  watchIntent((link) => navigation((part) => part.prefetch(link.href)))
  const follow = () => {
    const isElsewhere = identity.isLeft || currentUrl() !== identity.url
    // Only the fragment has changed: the browser scrolls there, and shows the same page by an entry of its own.
    if (!isElsewhere && history.state === null) history.replaceState(stateOf(address.index), "")
    if (isElsewhere || indexOf(history.state) !== address.index) navigation((part) => part.popped())
  }
  addEventListener("popstate", follow)
  follow()
  // Come back to by a full load: the browser was told not to scroll this entry.
  if (history.scrollRestoration === "manual") navigation((part) => part.returned())
}

/** Milliseconds that somebody points at a link, or rests on it by key, who will probably follow it. */
const intent = 65

function watchIntent(intended: (link: HTMLAnchorElement) => void): void {
  let cancel = () => {}
  for (const type of ["pointerover", "focusin", "pointerdown"])
    document.addEventListener(type, ({ target }) => {
      cancel()
      const link = target instanceof Element && target.closest("a[data-liveview-visit][data-liveview-prefetch]")
      if (!(link instanceof HTMLAnchorElement) || link.origin !== location.origin || link.pathname + link.search === currentUrl()) return
      cancel = clock.after(type === "pointerdown" ? 0 : intent, () => intended(link))
    })
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

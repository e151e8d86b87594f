import { attempt, focusAtEnd } from "./focus.ts"

/** Another page is shown: what is marked gets the focus, or its main content, so that one goes on from there. */
export function focusArrival(): void {
  const marked = document.querySelector('[autofocus],[data-liveview-focus="true"]')
  if (marked && focusAtEnd(marked, true)) return
  const main = document.querySelector("main,[role=main]") ?? document.body
  if (!attempt(main, true) && main !== document.body) {
    main.setAttribute("tabindex", "-1")
    attempt(main, true)
  }
}

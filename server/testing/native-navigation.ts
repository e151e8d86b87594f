/** Where a person's click or submission leads when no script keeps the browser from it. */
export interface Destination {
  url: string
  /** Opens a tab or a window of its own. */
  apart: boolean
  request: RequestInit
}

/** Follows links and sends forms as a browser does, after all listeners of the page: jsdom does neither. */
export function watchNavigation(window: Window & typeof globalThis, go: (destination: Destination) => void): void {
  window.addEventListener("click", (event) => {
    const link = event.target instanceof window.Element ? event.target.closest<HTMLAnchorElement>("a[href],area[href]") : null
    if (event.defaultPrevented || !link || !/^https?:/.test(link.href) || isWithin(window, link)) return
    event.preventDefault()
    go({ url: link.href, apart: opensApart(event, link), request: {} })
  })
  window.addEventListener("submit", (event) => {
    const form = event.target
    if (event.defaultPrevented || !(form instanceof window.HTMLFormElement)) return
    event.preventDefault()
    const { submitter } = event
    if (methodOf(form, submitter) === "dialog") form.closest("dialog")?.close(submitter?.getAttribute("value") ?? undefined)
    else go(submission(window, form, submitter))
  })
  // By script, without an event.
  window.HTMLFormElement.prototype.submit = function (this: HTMLFormElement) {
    go(submission(window, this, null))
  }
}

/** jsdom itself follows a link to a place in its own document. */
function isWithin(window: Window, { href }: HTMLAnchorElement): boolean {
  return href.includes("#") && href.split("#")[0] === window.location.href.split("#")[0]
}

function opensApart({ ctrlKey, metaKey, shiftKey }: MouseEvent, link: Element): boolean {
  return ctrlKey || metaKey || shiftKey || link.matches("[target]:not([target=_self],[target=''])")
}

function methodOf(form: HTMLFormElement, submitter: HTMLElement | null): string {
  return (submitter?.getAttribute("formmethod") ?? form.getAttribute("method") ?? "get").toLowerCase()
}

function submission(window: Window & typeof globalThis, form: HTMLFormElement, submitter: HTMLElement | null): Destination {
  const url = new URL(submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "", window.document.baseURI)
  const entries = [...new window.FormData(form, submitter)]
  const apart = form.matches("[target]:not([target=_self])")
  if (methodOf(form, submitter) === "get") {
    url.search = new URLSearchParams(texts(entries)).toString()
    return { url: url.href, apart, request: {} }
  }
  const multipart = form.enctype === "multipart/form-data"
  const body = multipart ? parts(entries) : new URLSearchParams(texts(entries))
  return { url: url.href, apart, request: { method: "POST", body, headers: { origin: window.location.origin } } }
}

/** Outside of multipart a browser sends a file's name. */
function texts(entries: [string, FormDataEntryValue][]): string[][] {
  return entries.map(([name, value]) => [name, typeof value === "string" ? value : value.name])
}

function parts(entries: [string, FormDataEntryValue][]): FormData {
  const data = new FormData()
  for (const [name, value] of entries) {
    if (typeof value === "string") data.append(name, value)
    else data.append(name, new Blob([]), value.name)
  }
  return data
}

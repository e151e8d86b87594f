/** Milliseconds without a connection before anything is said. */
const patience = 500

export interface Banner {
  connectionChanged(up: boolean): void
}

/** That the connection is gone, and what waits for it: in the page's own `#no-connection`, or in one of ours. */
export function createBanner(region: () => HTMLElement, text: (key: string) => string, waiting: () => number, isOff: boolean): Banner {
  let timer = 0
  let banner: HTMLElement | undefined

  function connectionChanged(up: boolean): void {
    clearTimeout(timer)
    if (up) hide()
    else timer = window.setTimeout(show, patience)
  }

  function show(): void {
    const own = document.getElementById("no-connection")
    if (own) toggle(own, true)
    else if (!isOff) showBanner()
  }

  /** The text is told once; the number of what waits is kept up to date where nobody reads it aloud. */
  function showBanner(): void {
    if (!banner?.isConnected) {
      banner = document.createElement("div")
      banner.className = "liveview-banner"
      banner.setAttribute("role", "status")
      const count = document.createElement("span")
      count.setAttribute("aria-live", "off")
      banner.append(text("disconnected"), " ", count)
      region().prepend(banner)
    }
    const count = waiting()
    const line = banner.querySelector("span")
    if (line) line.textContent = count ? text("waiting").replace("{{count}}", String(count)) : ""
    timer = window.setTimeout(showBanner, patience)
  }

  function hide(): void {
    banner?.remove()
    const own = document.getElementById("no-connection")
    if (own?.classList.contains("no-connection--show")) toggle(own, false)
  }

  return { connectionChanged }
}

function toggle(element: HTMLElement, shown: boolean): void {
  element.classList.toggle("no-connection--show", shown)
  element.classList.toggle("no-connection--hide", !shown)
}

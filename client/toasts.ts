import { isModal } from "./is-modal.ts"

/** Milliseconds that a toast stays, unless somebody points at it or is in it. */
const stay = 8_000

export interface Toasts {
  region(): HTMLElement
  /** With `again`, there is a button for it. */
  show(kind: string, content: string | Node, again?: () => void): void
  announce(text: string): void
}

/** The live region of the page, and the toasts in it. */
export function createToasts(text: (key: string) => string): Toasts {
  /** Screen readers tell what comes into a live region, not what comes with it: the first toast is a frame later. */
  let isKnown = false
  requestAnimationFrame(() => {
    isKnown = true
  })

  /** It may have gone with its dialog, and is about to come back. */
  let own: HTMLElement | undefined

  function region(): HTMLElement {
    own = document.getElementById("liveview-notices") ?? own ?? createRegion(text("notices"))
    return moved(own)
  }

  function show(kind: string, content: string | Node, again?: () => void): void {
    const toast = document.createElement("div")
    toast.className = `liveview-toast liveview-toast--${/^[\w-]+$/.test(kind) ? kind : "info"}`
    toast.setAttribute("role", kind === "error" ? "alert" : "status")
    const body = document.createElement("div")
    body.append(content)
    toast.append(body)
    if (again) toast.append(createButton(toast, text("retry"), again))
    toast.append(createButton(toast, "×", () => {}, text("dismiss")))
    if (isKnown) put(toast)
    else requestAnimationFrame(() => requestAnimationFrame(() => put(toast)))
  }

  function put(toast: HTMLElement): void {
    region().append(toast)
    hideLater(toast)
  }

  function announce(message: string): void {
    const line = region().querySelector(".liveview-announcement") ?? region().appendChild(createLine())
    line.textContent = message
  }

  return { region, show, announce }
}

/** Takes the toast away, and gives the focus back to where it came from. */
function createButton(toast: HTMLElement, text: string, call: () => void, label = text): HTMLElement {
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = text
  button.setAttribute("aria-label", label)
  button.addEventListener("focus", ({ relatedTarget }) => {
    if (relatedTarget instanceof HTMLElement && !toast.contains(relatedTarget)) before.set(toast, relatedTarget)
  })
  button.addEventListener("click", () => {
    toast.remove()
    before.get(toast)?.focus({ preventScroll: true })
    call()
  })
  return button
}

/** What had the focus before it came into the toast. */
const before = new WeakMap<HTMLElement, HTMLElement>()

/** Into the modal dialog that is open, since what is outside of it can neither be pressed nor is it told; and out of it when it is closed. */
function moved(region: HTMLElement): HTMLElement {
  const host = [...document.querySelectorAll<HTMLDialogElement>("dialog[open]")].findLast(isModal) ?? document.body
  if (region.parentNode === host) return region
  host.append(region)
  if (host !== document.body) host.addEventListener("close", () => moved(region), { once: true })
  return region
}

function createRegion(label: string): HTMLElement {
  const region = document.createElement("section")
  region.id = "liveview-notices"
  region.setAttribute("aria-label", label)
  region.setAttribute("aria-live", "polite")
  return region
}

function createLine(): HTMLElement {
  const line = document.createElement("div")
  line.className = "liveview-announcement"
  return line
}

function hideLater(toast: HTMLElement): void {
  let timer = 0
  const leave = () => {
    timer = window.setTimeout(() => toast.remove(), stay)
  }
  const hold = () => clearTimeout(timer)
  for (const type of ["pointerenter", "focusin"]) toast.addEventListener(type, hold)
  for (const type of ["pointerleave", "focusout"]) toast.addEventListener(type, leave)
  leave()
}

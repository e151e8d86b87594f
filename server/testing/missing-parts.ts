import { byId } from "../patches/by-id.ts"
import type { BrowserWindow } from "./browser-window.ts"

/** What browsers have and jsdom has not, as far as a page without layout can have it. What stands here goes when jsdom brings it. */
export function addMissingParts(window: BrowserWindow): void {
  const { Element, HTMLDialogElement, Event } = window
  Object.assign(window, {
    CSS: { escape: (text: string) => byId(text).slice(1) },
    structuredClone: globalThis.structuredClone,
    matchMedia: (media: string) => ({ media, matches: false, onchange: null, addEventListener() {}, removeEventListener() {} }),
    // jsdom has them, to say that it has no layout to scroll.
    scrollTo() {},
    scrollBy() {},
  })
  Object.assign(window.document, { adoptedStyleSheets: [] })
  Object.assign(Element.prototype, { scrollIntoView() {}, checkVisibility: isVisible })
  Object.assign(HTMLDialogElement.prototype, {
    show: open,
    showModal: open,
    close(this: HTMLDialogElement, value?: string) {
      if (!this.open) return
      this.open = false
      if (value !== undefined) this.returnValue = value
      this.dispatchEvent(new Event("close"))
    },
  })
}

function open(this: HTMLDialogElement): void {
  this.open = true
  this.querySelector<HTMLElement>("[autofocus],button,input,select,textarea,a[href]")?.focus()
}

/** Hidden by itself or something around it; stylesheets are not known. */
function isVisible(this: Element): boolean {
  return this.isConnected && !this.closest("[hidden],dialog:not([open]),details:not([open]) > :not(summary)")
}

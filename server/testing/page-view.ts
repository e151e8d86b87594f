import { bySelector, find, textOf } from "./find.ts"
import type { Frame } from "./frames.ts"
import type { PageError, Tab } from "./tab.ts"

/** What there is to be seen of a page. */
export class PageView {
  protected readonly tab: Tab

  constructor(tab: Tab) {
    this.tab = tab
  }

  /** Text of the first match, as it reads; without a selector, of the whole page. */
  text(selector = "body"): string {
    return textOf(this.find(selector))
  }

  /** Texts of all matches. */
  texts(selector: string): string[] {
    return bySelector(this.tab.window, selector).map(textOf)
  }

  /** Markup inside the first match. */
  html(selector = "body"): string {
    return this.find(selector).innerHTML
  }

  /** What a field holds. */
  value(selector: string): string {
    const control = this.find(selector)
    if ("value" in control) return String(control.value)
    throw new Error(`Expected ${JSON.stringify(selector)} to be a field, got <${control.tagName.toLowerCase()}>.`)
  }

  /** An attribute of the first match; null where it has none of this name. */
  attribute(selector: string, name: string): string | null {
    return this.find(selector).getAttribute(name)
  }

  /** Whether the selector matches anything. */
  exists(selector: string): boolean {
    return bySelector(this.tab.window, selector).length > 0
  }

  /** How many elements the selector matches. */
  count(selector: string): number {
    return bySelector(this.tab.window, selector).length
  }

  /** Path, query and hash in the address bar. */
  get url(): string {
    const { pathname, search, hash } = this.tab.window.location
    return pathname + search + hash
  }

  get title(): string {
    return this.document.title
  }

  /** HTTP status with which the document was loaded. */
  get status(): number {
    return this.tab.status
  }

  /** The element that has the focus; undefined where it is the page itself. */
  get focused(): HTMLElement | undefined {
    const { activeElement, body } = this.document
    return activeElement instanceof this.tab.window.HTMLElement && activeElement !== body ? activeElement : undefined
  }

  get document(): Document {
    return this.tab.window.document
  }

  get window(): Window & typeof globalThis {
    return this.tab.window
  }

  /** Typed errors that the visitor saw, from the first. */
  get errors(): PageError[] {
    return this.tab.errors
  }

  /** What was written to the console as an error, and exceptions that nothing caught. */
  get consoleErrors(): string[] {
    return this.tab.consoleErrors
  }

  /** Messages of the socket, both ways, from the first. */
  get frames(): Frame[] {
    return this.tab.frames
  }

  /** Addresses that were opened in tabs of their own. */
  get opened(): string[] {
    return this.tab.opened
  }

  /** Whether the server knows the page at this moment. */
  get connected(): boolean {
    return this.tab.connected === true
  }

  protected find(wanted: string): HTMLElement {
    return find(this.tab.window, wanted)
  }
}

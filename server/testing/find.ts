import type { BrowserWindow } from "./browser-window.ts"

/** The first element that a selector matches or, where none does, the one that shows this text. */
export function find(window: BrowserWindow, wanted: string): HTMLElement {
  const found = bySelector(window, wanted)[0] ?? byText(window, wanted)
  if (!found) throw new Error(missing(window, wanted))
  return found
}

/** All that a selector matches; none where it is no selector. */
export function bySelector({ document }: BrowserWindow, selector: string): HTMLElement[] {
  try {
    return [...document.querySelectorAll<HTMLElement>(selector)]
  } catch {
    return []
  }
}

/** What a person can act on goes before what only shows the text; of several, the innermost. */
function byText({ document }: BrowserWindow, wanted: string): HTMLElement | undefined {
  const shows = (element: HTMLElement) => [labelOf(element), element.getAttribute("aria-label")].includes(wanted)
  const innermost = (elements: HTMLElement[]) =>
    elements.find((element) => !elements.some((other) => other !== element && element.contains(other)))
  const active = [...document.body.querySelectorAll<HTMLElement>(actionable)].filter(shows)
  return innermost(active) ?? innermost([...document.body.querySelectorAll<HTMLElement>("*")].filter(shows))
}

const actionable = "button,a[href],summary,label,input[type=submit],input[type=button],[role=button],[data-action]"

function labelOf(element: Element): string {
  return element.matches("input") ? (element.getAttribute("value") ?? "") : textOf(element)
}

/** Text as it reads: without scripts, and with single spaces. */
export function textOf(element: Element): string {
  return (element.textContent ?? "").replace(/\s+/g, " ").trim()
}

function missing(window: BrowserWindow, wanted: string): string {
  const { document, location } = window
  return [
    `Expected ${JSON.stringify(wanted)} on the page ${location.pathname}${location.search}: a selector, or the text of an element. Found none.`,
    `The page has: ${summary(document.body)}`,
  ].join("\n")
}

const longest = 2_000

function summary(body: Element): string {
  const html = body.innerHTML.replace(/\s+/g, " ").trim()
  return html.length > longest ? `${html.slice(0, longest)}… (${html.length} characters)` : html || "nothing"
}

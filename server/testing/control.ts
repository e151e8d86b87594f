import type { BrowserWindow } from "./browser-window.ts"

export type TextControl = HTMLInputElement | HTMLTextAreaElement

const untyped = /^(checkbox|radio|button|submit|reset|image|file|hidden)$/

/** The element as something that is typed into. */
export function textControl(window: BrowserWindow, element: HTMLElement, wanted: string): TextControl {
  const { HTMLInputElement, HTMLTextAreaElement } = window
  if (element instanceof HTMLTextAreaElement || (element instanceof HTMLInputElement && !untyped.test(element.type))) return element
  throw new Error(`Expected ${JSON.stringify(wanted)} to be a text field, got ${tagOf(element)}.`)
}

/** The element as something that can be ticked. */
export function checkControl(window: BrowserWindow, element: HTMLElement, wanted: string): HTMLInputElement {
  if (element instanceof window.HTMLInputElement && /^(checkbox|radio)$/.test(element.type)) return element
  throw new Error(`Expected ${JSON.stringify(wanted)} to be a checkbox or a radio button, got ${tagOf(element)}.`)
}

export function selectControl(window: BrowserWindow, element: HTMLElement, wanted: string): HTMLSelectElement {
  if (element instanceof window.HTMLSelectElement) return element
  throw new Error(`Expected ${JSON.stringify(wanted)} to be a <select>, got ${tagOf(element)}.`)
}

export function formControl(window: BrowserWindow, element: HTMLElement, wanted: string): HTMLFormElement {
  const form = element instanceof window.HTMLFormElement ? element : element.closest("form")
  if (form) return form
  throw new Error(`Expected ${JSON.stringify(wanted)} to be a form, or in one, got ${tagOf(element)}.`)
}

/** A person cannot use what is disabled. */
export function usable<E extends HTMLElement>(element: E, wanted: string): E {
  if (!element.matches(":disabled")) return element
  throw new Error(
    `${JSON.stringify(wanted)} is disabled: ${tagOf(element)}. Expected something that can be used; settled() waits until the event before it has been answered.`,
  )
}

/** The start tag. */
function tagOf(element: Element): string {
  const clone = element.cloneNode(false)
  return "outerHTML" in clone ? String(clone.outerHTML).replace(/<\/[^>]*>$/, "") : element.tagName
}

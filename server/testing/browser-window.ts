import type { Context } from "node:vm"

import { JSDOM, VirtualConsole } from "jsdom"

import type { BrowserClock } from "./browser-clock.ts"
import { addMissingParts } from "./missing-parts.ts"
import type { Visitor } from "./visitor.ts"

export type BrowserWindow = Window & typeof globalThis

/** A window, and where scripts are run in it. */
export interface OpenedWindow {
  readonly window: BrowserWindow
  getInternalVMContext(): Context
}

export interface WindowOptions {
  html: string
  url: string
  visitor: Visitor
  clock: BrowserClock
  /** console.error(), and exceptions that nothing caught. */
  failed(text: string): void
}

/** Loads a document into a window of its own. Its scripts do not run by themselves. */
export function openWindow({ html, url, visitor, clock, failed }: WindowOptions): OpenedWindow {
  const virtualConsole = new VirtualConsole()
  virtualConsole.on("error", (...content: unknown[]) => failed(content.map(readable).join(" ")))
  virtualConsole.on("jsdomError", (error: Error & { cause?: unknown }) => failed(readable(error.cause ?? error)))
  const dom = new JSDOM(html, { url, cookieJar: visitor.cookies, virtualConsole, runScripts: "outside-only", pretendToBeVisual: true })
  clock.installIn(dom.window)
  addMissingParts(dom.window)
  return dom
}

/** Errors of a window are not instances of the test's own Error; of an element, its tag says enough. */
function readable(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value)
  if ("outerHTML" in value && "cloneNode" in value) return String(value.outerHTML).replace(/>.*$/s, ">")
  return "stack" in value && value.stack ? String(value.stack) : "message" in value ? String(value.message) : JSON.stringify(value)
}

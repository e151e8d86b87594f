import { store, stored } from "../storage.ts"
import type { LineConditions } from "./line.ts"

/** What of the timeline outlives a reload of the page, in its tab. */
export interface Settings extends LineConditions {
  open: boolean
  /** The panel is at the top of the window, not at the bottom. */
  atTop: boolean
}

const name = "livetsx-timeline"

export const usual: Settings = { open: false, atTop: false, latency: 0, jitter: 0, speed: 0, offline: false }

/** A page that a test drives (WebDriver, Playwright) looks and is operated as in production, unless the test has settings for its tab. */
export function isWanted(): boolean {
  return !navigator.webdriver || stored(name) !== null
}

export function readSettings(): Settings {
  try {
    return { ...usual, ...JSON.parse(stored(name) ?? "{}") }
  } catch {
    return { ...usual }
  }
}

export function keepSettings({ open, atTop, latency, jitter, speed, offline }: Settings): void {
  store(name, JSON.stringify({ open, atTop, latency, jitter, speed, offline }))
}

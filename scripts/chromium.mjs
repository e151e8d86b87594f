import { existsSync } from "node:fs"
import { delimiter, join } from "node:path"

import { chromium } from "@playwright/test"

/** For machines without a display, a GPU or the right to make a sandbox; the last ones keep Chromium from calling home. */
export const chromiumFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
]

/** Playwright's own Chromium where it was installed, otherwise the system's. */
export function chromiumPath() {
  const own = chromium.executablePath()
  return existsSync(own) ? own : ["chromium", "chromium-browser", "google-chrome"].map(onPath).find((path) => path !== undefined)
}

/**
 * Where a program is among the folders of PATH.
 * @param {string} program
 */
export function onPath(program) {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/sbin"]
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path))
}

import { chromium, type Browser } from "@playwright/test"

import { chromiumFlags, chromiumPath } from "../../../scripts/chromium.mjs"
import type { Stage } from "./stage.ts"

/** A real Chromium that ends with the row. */
export async function startBrowser(stage: Stage): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags })
  return stage.ending(browser, () => browser.close())
}

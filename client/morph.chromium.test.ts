import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { launchChromium } from "./fixtures/chromium.ts"

let chromium: Awaited<ReturnType<typeof launchChromium>>

beforeAll(async () => {
  chromium = await launchChromium("./random-pages.ts")
}, 30_000)
afterAll(() => chromium.close())

describe("morphing random pages", () => {
  it("leaves the server's part the server's and the person's part the person's", async () => {
    const page = await chromium.open("")
    expect(await page.evaluate(() => window.checkRandomPages(3000))).toBeUndefined()
  }, 30_000)
})

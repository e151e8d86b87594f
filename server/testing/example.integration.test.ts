import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { openPage, testApp, type TestApp } from "./index.ts"

let live: TestApp
beforeAll(async () => {
  live = await testApp({ printLog: false })
}, 60_000)
afterAll(() => live.close())

describe("the application of the working directory", { timeout: 60_000 }, () => {
  it("is found, with its own components/app.ts, and keeps its data elsewhere", () => {
    expect(live.report.failures).toEqual([])
    expect(live.report.lines).toContainEqual(expect.stringMatching(/^✓ components\/.*page/))
    expect(process.env.DATA_DIR).toMatch(/livetsx-test-/)
  })

  it("shows every page that its first page leads to, in both languages", async () => {
    const home = await openPage(live, "/")
    const paths = new Set([...home.document.querySelectorAll("a[href^='/']")].map((link) => link.getAttribute("href") ?? "/"))
    expect(paths.size).toBeGreaterThan(10)
    for (const [path, lang] of [...paths].flatMap((path) => [[path, "en"] as const, [path, "es"] as const])) {
      const page = await openPage(live, path, { cookies: { lang } })
      await page.settled()
      expect([path, page.status, page.connected, page.errors, page.consoleErrors]).toEqual([path, 200, true, [], []])
      page.close()
    }
    expect(live.log).toEqual([])
  })

  it("tells who runs it a second time why that cannot be", async () => {
    await expect(testApp({ printLog: false })).rejects.toThrow("testApp() has run components/app.ts already")
  })
})

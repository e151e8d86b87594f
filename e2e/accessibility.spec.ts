import { expectAccessible } from "./axe.ts"
import { expect, test } from "./test.ts"

const paths = [
  "/",
  "/handler",
  "/counter",
  "/list",
  "/init",
  "/contact",
  "/search",
  "/edit",
  "/email",
  "/navigation",
  "/scroll",
  "/infinite-scroll",
  "/dialog",
  "/keyboard",
  "/notifications",
  "/chat",
  "/languages",
  "/login",
  "/upload",
  "/navigation/fastnet",
  "/chat/galley",
  "/nothing",
]

for (const colorScheme of ["light", "dark"] as const) {
  for (const path of paths) {
    test(`axe finds nothing serious on ${path} (${colorScheme})`, async ({ page, mistakes }) => {
      if (path === "/nothing") mistakes.expect(/404/)
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
      await page.goto(path)
      await expectAccessible(page)
    })
  }
}

for (const path of paths) {
  test(`${path} fits a phone`, async ({ page, mistakes }) => {
    if (path === "/nothing") mistakes.expect(/404/)
    await page.setViewportSize({ width: 360, height: 740 })
    await page.goto(path)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  })
}

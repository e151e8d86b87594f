import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { launchChromium } from "./fixtures/chromium.ts"

let chromium: Awaited<ReturnType<typeof launchChromium>>

beforeAll(async () => {
  chromium = await launchChromium()
}, 30_000)
afterAll(() => chromium.close())

describe("patches in a real browser", () => {
  it("morph an element and keep the person's text, caret and focus", async () => {
    const page = await chromium.open(`<form id="f"><input name="a" value="one"><p>hello</p></form>`)
    await page.click("input")
    await page.keyboard.type("XY")
    await page.keyboard.press("ArrowLeft")
    const result = await page.evaluate(() => {
      const input = document.querySelector("input")
      const outcome = window.dom.applyPatches([["morph", "f", `<form id="f"><b>new</b><input name="a" value="two"><p>bye</p></form>`]], { source: "room" })
      const now = document.querySelector("input")
      return { outcome, same: input === now, value: now?.value, caret: now?.selectionStart, focused: document.activeElement === now, html: document.body.innerHTML }
    })
    expect(result).toMatchObject({ outcome: { missing: [], lost: false }, same: true, value: "oneXY", focused: true, caret: 4 })
    expect(result.html).toContain('<form id="f"><b>new</b><input name="a" value="two"><p>bye</p></form>')
  })
})

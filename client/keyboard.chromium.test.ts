import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { launchLive } from "./fixtures/live-chromium.ts"

let chromium: Awaited<ReturnType<typeof launchLive>>

beforeAll(async () => {
  chromium = await launchLive()
}, 30_000)
afterAll(() => chromium.close())

describe("a key map with Escape", () => {
  it.each([
    ["modal", `<dialog id="layer" data-liveview-modal><button>in it</button></dialog>`],
    ["popover", `<div id="layer" popover><button>in it</button></div>`],
  ])("leaves it to the browser in a %s inside of it, and hears it in a map of that", async (_, layer) => {
    const page = await chromium.open(
      `<section data-liveview-keyboard-map='{"esc":"leave"}'><button id="out">outside</button>${layer}</section>`,
    )
    await page.evaluate(() => document.querySelector<HTMLElement>("[popover]")?.showPopover())
    const sent = () => page.evaluate(() => window.server.sent.map(({ f }) => f))
    await page.focus("#layer button")
    await page.keyboard.press("Escape")
    await expect.poll(() => page.locator("#layer button:visible").count()).toBe(0)
    await page.focus("#out")
    await page.keyboard.press("Escape")
    await expect.poll(sent).toEqual(["leave"])
  })

  it("hears it in a map of the modal itself", async () => {
    const page = await chromium.open(
      `<section data-liveview-keyboard-map='{"esc":"leave"}'><dialog data-liveview-modal data-liveview-keyboard-map='{"esc":"ask"}'><button>in it</button></dialog></section>`,
    )
    await page.locator("dialog button").focus()
    await page.keyboard.press("Escape")
    await expect.poll(() => page.evaluate(() => window.server.sent.map(({ f }) => f))).toEqual(["ask"])
    expect(await page.locator("dialog:modal").count()).toBe(1)
  })
})

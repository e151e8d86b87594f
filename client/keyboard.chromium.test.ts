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

  it("hears it in a popover that Escape does not close", async () => {
    const page = await chromium.open(
      `<section data-liveview-keyboard-map='{"esc":"leave"}'><div popover="manual"><button>in it</button></div></section>`,
    )
    await page.evaluate(() => document.querySelector<HTMLElement>("[popover]")?.showPopover())
    await page.focus("[popover] button")
    await page.keyboard.press("Escape")
    await expect.poll(() => page.evaluate(() => window.server.sent.map(({ f }) => f))).toEqual(["leave"])
    expect(await page.locator("[popover]:popover-open").count()).toBe(1)
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

describe("a key map with the keys that operate a control", () => {
  const sent = (page: Awaited<ReturnType<typeof chromium.open>>) => page.evaluate(() => window.server.sent.map(({ f }) => f))

  it("leaves them to a control inside of it, and hears them with a modifier", async () => {
    const page = await chromium.open(
      `<ul tabindex="0" data-liveview-keyboard-map='{"enter":"choose","space":"mark","down":"next","ctrl+enter":"save"}'>
        <li><button onclick="this.textContent = 'pressed'">press</button></li>
        <li><input type="checkbox"><input type="range" min="0" max="9" value="5"></li>
      </ul>`,
    )
    await page.focus("button")
    await page.keyboard.press("Enter")
    expect(await page.textContent("button")).toBe("pressed")
    await page.focus("[type=checkbox]")
    await page.keyboard.press("Space")
    expect(await page.isChecked("[type=checkbox]")).toBe(true)
    await page.focus("[type=range]")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    expect(await page.inputValue("[type=range]")).toBe("4")
    expect(await sent(page)).toEqual([])
    await page.keyboard.press("Control+Enter")
    await expect.poll(() => sent(page)).toEqual(["save"])
  })

  it("hears them from anything else", async () => {
    const page = await chromium.open(`<ul tabindex="0" data-liveview-keyboard-map='{"enter":"choose"}'><li>one</li></ul>`)
    await page.focus("ul")
    await page.keyboard.press("Enter")
    await expect.poll(() => sent(page)).toEqual(["choose"])
  })

  it("hears them where it is the control's own", async () => {
    const page = await chromium.open(`<button data-liveview-keyboard-map='{"enter":"choose"}'>choose</button>`)
    await page.focus("button")
    await page.keyboard.press("Enter")
    await expect.poll(() => sent(page)).toEqual(["choose"])
  })
})

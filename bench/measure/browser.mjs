import { chromium } from "@playwright/test"

import { chromiumFlags, chromiumPath } from "../../scripts/chromium.mjs"

/** @typedef {{ script: number, painted: number }} Cost milliseconds of processor time of script, and from the click until what it changed was painted */

/** A real Chromium in which pages are opened and clicked. */
export async function openBrowser() {
  const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags })
  return {
    /**
     * A page in which clicks on `button` change what `shows` shows.
     * @param {string} url
     * @param {string} button
     * @param {string} shows
     */
    async open(url, button, shows) {
      const page = await browser.newPage()
      page.on("pageerror", (error) => console.error(`${url}: ${error}`))
      await page.goto(url)
      await untilLive(page, button, shows)
      return {
        measure: () => measure(browser, page, button, shows),
        /**
         * When the page first shows a text, in milliseconds since 1970.
         * @param {string} selector
         * @param {string} text
         */
        untilText: (selector, text) => page.evaluate(untilText, { selector, text }),
      }
    },
    close: () => browser.close(),
  }
}

/**
 * A page is live when a click changes something.
 * @param {import("@playwright/test").Page} page
 * @param {string} button
 * @param {string} shows
 */
async function untilLive(page, button, shows) {
  const before = await page.textContent(shows)
  const deadline = Date.now() + 20_000
  while ((await page.textContent(shows)) === before) {
    if (Date.now() > deadline) throw new Error(`Expected a click on ${button} to change ${shows} of ${page.url()}.`)
    await page.evaluate(
      (selector) => document.querySelector(selector)?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true })),
      button,
    )
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

const clicks = 10

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {import("@playwright/test").Page} page
 * @param {string} button
 * @param {string} shows
 * @returns {Promise<Cost>}
 */
async function measure(browser, page, button, shows) {
  await page.bringToFront()
  await browser.startTracing(page, { categories: ["devtools.timeline", "v8.execute", "v8"] })
  const painted = await page.evaluate(clickAndWait, { button, shows, clicks })
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()))
  return { script: scriptTime(traceEvents) / 1_000 / clicks, painted }
}

/** Socket.IO hands messages on in microtasks, which the browser's own sum of script times leaves out. */
const scripts = new Set([
  "FunctionCall",
  "RunMicrotasks",
  "EvaluateScript",
  "v8.callFunction",
  "V8.Execute",
  "FireAnimationFrame",
  "TimerFire",
  "EventDispatch",
])

/**
 * Microseconds of processor time that script took, each counted once: what else the machine does is left out.
 * @param {{ name: string, ph: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number }[]} events
 */
function scriptTime(events) {
  const calls = events.filter(({ name, ph }) => ph === "X" && scripts.has(name)).toSorted((one, other) => one.ts - other.ts)
  /** @type {Map<string, number>} */
  const ends = new Map()
  let time = 0
  for (const { pid, tid, ts, dur = 0, tdur = dur } of calls) {
    const thread = `${pid} ${tid}`
    if (ts < (ends.get(thread) ?? 0)) continue
    time += tdur
    ends.set(thread, ts + dur)
  }
  return time
}

/**
 * Runs in the page.
 * @param {{ selector: string, text: string }} options
 * @returns {Promise<number>}
 */
function untilText({ selector, text }) {
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`Expected ${selector} to show ${text}.`)), 20_000)
    const look = () => {
      if (document.querySelector(selector)?.textContent !== text) return
      observer.disconnect()
      requestAnimationFrame(() => resolve(Date.now()))
    }
    const observer = new MutationObserver(look)
    observer.observe(document, { childList: true, characterData: true, subtree: true })
    look()
  })
}

/**
 * Runs in the page: what a click changed has been painted when the frame after it begins. Whether it has changed is asked only
 * when something has: asked every frame, a slow server would count as script.
 * @param {{ button: string, shows: string, clicks: number }} options
 */
async function clickAndWait({ button, shows, clicks }) {
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
  const change = () =>
    new Promise((resolve) => {
      const observer = new MutationObserver(() => {
        observer.disconnect()
        resolve(undefined)
      })
      observer.observe(document, { childList: true, characterData: true, subtree: true })
    })
  let shown = document.querySelector(shows)
  // Elements are looked up again only where they were replaced: that takes longer the longer the list is.
  const text = () => {
    if (!shown?.isConnected) shown = document.querySelector(shows)
    return shown?.textContent
  }
  let time = 0
  for (let click = 0; click < clicks; click++) {
    const before = text()
    await frame()
    const started = performance.now()
    const element = document.querySelector(button)
    const changed = change()
    if (element instanceof HTMLElement) element.click()
    await changed
    while (text() === before) await change()
    await frame()
    time += performance.now() - started
  }
  return time / clicks
}

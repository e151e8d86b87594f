import { startBrowser } from "../stage/browser.ts"
import { finding, type Row } from "../stage/row.ts"

/** Clicks on a connection that is dead already, beside the one whose answer is lost. */
const queued = 5

/** A connection that nobody has told that it is dead, in a real browser. */
export const halfOpen: Row = {
  promise: "half-open connection, in Chromium",
  target: "noticed within ping interval + timeout; queued events arrive once",
  guard: {
    what: "the memory of what events were answered with",
    in: "server",
    cuts: [
      [/if \(running\) return running;[^;]*;\s*const done = this\.#done\.get\(document\)\?\.get\(number\);/, "const done = undefined;"],
    ],
  },
  async run(stage, short) {
    const ping = short ? 700 : 5_000
    const node = await stage.node({ TORTURE_PING: String(ping) })
    const proxy = await stage.proxy(node)
    const page = await (await startBrowser(stage)).newPage()
    await page.goto(`${proxy.url}/`)
    await page.locator("#add").click()
    await page.waitForFunction(() => document.querySelector("#count")?.textContent === "1")
    await page.evaluate(() => document.addEventListener("liveview:disconnect", () => Object.assign(window, { noticed: Date.now() })))
    // The event arrives, and its answer does not: when the connection is dead, the page cannot know which.
    proxy.stall()
    await page.locator("#add").click()
    await page.waitForFunction(() => document.querySelector("#add")?.hasAttribute("data-liveview-busy"))
    await arrived(() => stage.ran().get("clicked") === 2)
    const from = Date.now()
    proxy.freeze()
    for (let click = 0; click < queued; click++) await page.locator("#add").click()
    await page.waitForFunction(() => Reflect.has(window, "noticed"), null, { timeout: 3 * ping + 5_000 })
    const noticed = (await page.evaluate(() => Number(Reflect.get(window, "noticed")))) - from
    const offline = await page.evaluate(() => navigator.onLine)
    proxy.thaw()
    const all = String(2 + queued)
    await page
      .waitForFunction((all) => document.querySelector("#count")?.textContent === all, all, { timeout: 10_000 })
      .catch(() => undefined)
    const shown = await page.locator("#count").textContent()
    const times = stage.ran().get("clicked")
    return finding(
      `noticed after ${noticed} ms of ${2 * ping} ms; ${all} clicks ran ${times} times, the page shows ${shown}`,
      {
        "noticed by its silence": offline,
        "the event under way and those that waited ran once": String(times) === all,
        "the page shows their answers": shown === all,
      },
      { "noticed after two pings": noticed <= 2 * ping + 1_000 },
    )
  },
}

async function arrived(condition: () => boolean): Promise<void> {
  for (const from = Date.now(); !condition() && Date.now() - from < 10_000; ) await new Promise((resolve) => setTimeout(resolve, 10))
}

import { setTimeout as pause } from "node:timers/promises"

import type { Page } from "@playwright/test"

import { startBrowser } from "../stage/browser.ts"
import { finding, type Row } from "../stage/row.ts"
import { count, executions, outcomes } from "./reading.ts"

/** Deploys: servers end one after the other while pages work and people type. */
export const drain: Row = {
  promise: "SIGTERM to each server in turn under load, 20 Chromium pages with a half-typed form",
  target: "0 lost, text, focus and caret kept 20/20, drain ≤ 10 s",
  guard: {
    what: "that a server which ends waits for its handlers",
    in: "server",
    cuts: [[/await assembled\.drain\(\);/, "process.exit(0);"]],
  },
  async run(stage, short) {
    const redis = await stage.redis()
    const environment = { REDIS_URL: redis.url }
    const nodes = await Promise.all([stage.node(environment), stage.node(environment)])
    const publisher = await stage.node(environment)
    const balancer = await stage.balancer(nodes)
    const load = stage.load()
    await load.open({ url: balancer.url, count: short ? 20 : 200 })
    const browser = await startBrowser(stage)
    const pages: Page[] = []
    for (let at = 0; at < (short ? 2 : 20); at++)
      pages.push(await halfTyped(await browser.newContext().then((context) => context.newPage()), balancer.url))
    const publishing = stage.publishing(publisher, "drain", 5)
    await load.send({ perSecond: short ? 4 : 1, mix: { add: 1 }, data: { ms: 300 } })
    const drains: number[] = []
    for (const node of nodes) {
      await pause(short ? 500 : 3_000)
      drains.push(await node.drain())
      await node.restart()
      // The load balancer looks again twice a second.
      await pause(1_500)
    }
    await publishing.stop()
    await load.stop()
    const report = await stage.caughtUp(15_000)
    const kept = await Promise.all(pages.map((page) => isKept(page, stage.sent().drain ?? 0)))
    const { twice, never, answered } = executions(report, stage.ran())
    const { ok, ...failed } = outcomes(report)
    const lost = report.missing + report.seen.gaps + report.seen.mended + report.seen.repeats
    return finding(
      `drained in ${drains.map(count).join(" and ")} ms; ${lost} patches lost or repeated; ${count(answered)} events answered, ${never} not run, ${twice} run twice, others ${JSON.stringify(failed)}; text, focus and caret kept in ${kept.filter(Boolean).length} of ${kept.length} pages; ${report.reconnections} reconnections, slowest ${report.longestAway} ms`,
      {
        "pages were moved": report.reconnections >= report.pages / 2,
        "nothing was lost or repeated": lost === 0 && never === 0 && twice === 0 && report.waiting === 0,
        "no event failed": Object.keys(failed).length === 0 && (ok ?? 0) > 0,
        "text, focus and caret were kept, and the page is current": kept.every(Boolean),
      },
      { "each server ended within 10 s": drains.every((each) => each <= 10_000) },
    )
  },
}

async function halfTyped(page: Page, url: string): Promise<Page> {
  await page.goto(`${url}/`)
  await page.locator("[name=text]").fill("half a sen")
  await page.locator("[name=text]").evaluate((input: HTMLInputElement) => input.setSelectionRange(4, 6))
  return page
}

/** Its own tab is the one that counts: of a browser's many, only one has the focus of the screen. */
async function isKept(page: Page, sent: number): Promise<boolean> {
  await page.waitForFunction(
    (last) =>
      document.querySelector(`#drain-${last}`) !== null || document.querySelector("#log")?.getAttribute("data-sent")?.includes(`:${last}`),
    sent,
    { timeout: 10_000 },
  )
  return page
    .locator("[name=text]")
    .evaluate(
      (input: HTMLInputElement) =>
        input.value === "half a sen" && document.activeElement === input && input.selectionStart === 4 && input.selectionEnd === 6,
    )
}

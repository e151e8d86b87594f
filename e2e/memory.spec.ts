import type { CDPSession, Page } from "@playwright/test"

import { expect, open, test } from "./lab.ts"

test("a page that has been changed for long holds no more than one that was changed a few times", async ({ page }) => {
  await open(page, "/turnover")
  const session = await page.context().newCDPSession(page)
  await turn(page, 20)
  const early = await held(session)
  await turn(page, 60)
  const late = await held(session)
  expect(late.nodes).toBeLessThanOrEqual(early.nodes + 20)
  expect(late.listeners).toBeLessThanOrEqual(early.listeners + 5)
})

async function turn(page: Page, times: number): Promise<void> {
  const round = page.locator("#round")
  const first = Number(await round.textContent())
  const button = page.getByRole("button", { name: "Turn", includeHidden: true }).first()
  for (let turned = 1; turned <= times; turned++) {
    await button.evaluate((element: HTMLElement) => element.click())
    await expect(round).toHaveText(`${first + turned}`)
  }
}

/** What Chromium holds when it has thrown away what it can; elements that have left the page count as long as something refers to them. */
async function held(session: CDPSession): Promise<{ nodes: number; listeners: number }> {
  await session.send("HeapProfiler.collectGarbage")
  const { nodes, jsEventListeners: listeners } = await session.send("Memory.getDOMCounters")
  return { nodes, listeners }
}

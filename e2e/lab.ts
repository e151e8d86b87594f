import type { Page } from "@playwright/test"

import { startNetwork } from "./network.ts"
import type { Network } from "./network.ts"
import { expect, test as base } from "./test.ts"

export { expect }

/** Tests of pages that were made for them (e2e/application), behind a network of each test's own. */
export const test = base.extend<{ network: Network }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  network: async ({}, use) => {
    const network = await startNetwork(Number(process.env.E2E_LAB_PORT))
    await use(network)
    await network.close()
  },
  baseURL: ({ network }, use) => use(network.url),
})

/** The functions of the events that the page has sent, in order, as they are sent. */
export function eventsOf(page: Page): string[] {
  const events: string[] = []
  page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => {
      const name = /^42\d+\[.*?"f":"([^"]+)"/s.exec(String(payload))?.[1]
      if (name) events.push(name)
    }),
  )
  return events
}

/** Opens a page, and waits until it is connected and all of its script has come: what is tested is not how it comes. */
export async function open(page: Page, path: string): Promise<void> {
  const socket = page.waitForEvent("websocket")
  const connected = socket.then((opened) => opened.waitForEvent("framereceived", ({ payload }) => String(payload).startsWith('42["h"')))
  await page.goto(path)
  await connected
  await page.waitForFunction(() => document.adoptedStyleSheets.length > 0)
}

/** The address of a page in the room of this test: what is told there, no other test hears. */
export function own(path: string): string {
  return `${path}?room=${test.info().testId}`
}

/** A page of `/flight` tells something to the pages of its room. */
export async function tell(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: "Tell" })
  await button.click()
  await expect(button).not.toHaveAttribute("aria-busy")
}

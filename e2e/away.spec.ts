import type { Page } from "@playwright/test"

import { expect, open, own, tell, test } from "./lab.ts"
import type { Network } from "./network.ts"
import { serverErrors } from "./test.ts"

test("a page of which the browser has kept the document alone shows what became of it since", async ({ page }) => {
  await open(page, "/other")
  // Asked for with the cookie that it will be asked for again.
  await open(page, own("/flight"))
  await page.getByRole("button", { name: "Add" }).click()
  await expect(page.locator("#rows li")).toHaveCount(1)
  await page.goto("/healthz")
  await page.goBack()
  await expect(page.locator("#rows li")).toHaveText(["1"])
  await page.getByRole("button", { name: "Add" }).click()
  await expect(page.locator("#rows li")).toHaveText(["1", "2"])
})

test("a page that was frozen over a dead connection is at head as soon as it goes on", async ({ page, visitor, network, mistakes }) => {
  mistakes.expect(/never answered: \["e",\{"r":\{\}/)
  const other = await visitor()
  await open(page, own("/flight"))
  await open(other, `http://127.0.0.1:${process.env.E2E_LAB_PORT}${own("/flight")}`)
  // As a phone's network does while it sleeps: neither side is told that nothing arrives any more.
  network.lose()
  for (let times = 0; times < 3; times++) await tell(other)
  await page.evaluate(() => document.dispatchEvent(new Event("resume")))
  await expect(page.locator("#listener")).toHaveAttribute("title", "1 1 1 ")
  await page.getByRole("button", { name: "Add" }).click()
  await expect(page.locator("#rows li")).toHaveText(["1"])
})

test("a page whose device slept offline is at head when its network is back, with what was written kept", async ({
  page,
  visitor,
  mistakes,
}) => {
  mistakes.allow(serverErrors)
  const other = await visitor()
  await open(page, own("/draft/plain"))
  await open(other, `http://127.0.0.1:${process.env.E2E_LAB_PORT}${own("/flight")}`)
  await page.getByLabel("c", { exact: true }).fill("half a sen")
  await page.context().setOffline(true)
  await page.evaluate(() => document.dispatchEvent(new Event("resume")))
  await expect(page.getByText(/Connection lost/)).toBeVisible()
  await tell(other)
  await page.context().setOffline(false)
  await expect(page.getByText(/Connection lost/)).toBeHidden()
  await expect(page.getByLabel("c", { exact: true })).toHaveValue("half a sen")
  await expect(page.getByLabel("c", { exact: true })).toBeFocused()
})

test("a page whose script could not be loaded once, when it had to show itself anew, loses nothing", async ({
  page,
  visitor,
  network,
  mistakes,
}) => {
  mistakes.allow(serverErrors)
  mistakes.expect(/Failed to fetch dynamically/)
  const other = await visitor()
  await open(page, own("/draft/plain"))
  await open(other, `http://127.0.0.1:${process.env.E2E_LAB_PORT}${own("/flight")}`)
  await page.evaluate(() => Object.assign(window, { stayed: true }))
  await page.getByLabel("c", { exact: true }).fill("half a sen")
  let refused = 0
  await page.route(/\/navigation-[^/]*\.js/, (route) => (refused++ ? route.continue() : route.abort()))
  await missMuch(page, other, network)
  network.back()
  await expect(page.getByText(/Connection lost/)).toBeHidden({ timeout: 15_000 })
  await expect(page.locator("#kept")).toContainText("half a sen")
  expect([refused > 1, await page.evaluate(() => "stayed" in window)]).toEqual([true, true])
})

const foreign = "<!doctype html><title>Hotel</title><h1>Log in to our network</h1>"
const portals: Record<string, string> = {
  "a page of its own": `HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: ${foreign.length}\r\nConnection: close\r\n\r\n${foreign}`,
  "a redirect elsewhere": "HTTP/1.1 302 Found\r\nLocation: http://portal.invalid/login\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
  "511 Network Authentication Required": `HTTP/1.1 511 Network Authentication Required\r\nContent-Type: text/html\r\nContent-Length: ${foreign.length}\r\nConnection: close\r\n\r\n${foreign}`,
  "404 Not Found": `HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\nContent-Length: ${foreign.length}\r\nConnection: close\r\n\r\n${foreign}`,
}

const firstPortal = Object.entries(portals)
  .slice(0, 1)
  .map(([one, text]) => [one, text, false] as const)

/** The page loses its connection, and misses more than is kept for it. */
async function missMuch(page: Page, other: Page, network: Network): Promise<void> {
  network.away()
  await expect(page.getByText(/Connection lost/)).toBeVisible()
  const flood = other.getByRole("button", { name: "Flood" })
  await flood.click()
  await expect(flood).not.toHaveAttribute("aria-busy")
}

// What renders a page anew is loaded when it is needed first: then too, the portal answers in its place.
for (const [name, answer, isLoaded] of [...Object.entries(portals).map(([one, text]) => [one, text, true] as const), ...firstPortal]) {
  const when = isLoaded ? "" : ", also in place of the script,"
  test(`a network that answers everything with ${name}${when} destroys nothing, and all goes on when it lets through`, async ({
    page,
    visitor,
    network,
    mistakes,
  }) => {
    mistakes.allow(serverErrors)
    if (!isLoaded) mistakes.expect(/Failed to (load module script|fetch dynamically)|livetsx expected <meta/)
    else if (answer.includes("200 OK")) mistakes.expect(/livetsx expected <meta/)
    if (answer.includes("portal.invalid")) mistakes.expect(/CORS|Content Security Policy|securitypolicyviolation/)
    const other = await visitor()
    await open(page, own("/draft/plain"))
    await open(other, `http://127.0.0.1:${process.env.E2E_LAB_PORT}${own("/flight")}`)
    await page.evaluate(() => Object.assign(window, { stayed: true }))
    const draft = page.getByLabel("c", { exact: true })
    await draft.fill("half a sen")
    if (isLoaded) {
      await missMuch(page, other, network)
      network.back()
      await expect(page.locator("#kept")).toContainText("half a sen")
    }
    await missMuch(page, other, network)
    // Connected, it has missed too much, and asks the portal for its page, again and again.
    let asked = 0
    page.on("request", (request) => {
      if (request.url().endsWith(own("/draft/plain"))) asked++
    })
    network.portal(answer, true)
    await expect.poll(() => asked).toBeGreaterThan(1)
    await expect(page.getByText(/Connection lost/)).toBeVisible()
    network.back()
    await expect(page.getByText(/Connection lost/)).toBeHidden({ timeout: 15_000 })
    // And now nothing but the portal.
    network.portal(answer)
    await expect(page.getByText(/Connection lost/)).toBeVisible()
    await expect(draft).toHaveValue("half a sen")
    network.back()
    await expect(page.getByText(/Connection lost/)).toBeHidden({ timeout: 15_000 })
    await expect(draft).toHaveValue("half a sen")
    await draft.fill("half a sentence")
    await draft.press("Tab")
    await expect(page.locator("#kept")).toContainText("half a sentence")
    expect(await page.evaluate(() => "stayed" in window)).toBe(true)
  })
}

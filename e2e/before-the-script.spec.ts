import type { Page } from "@playwright/test"

import { unique, way, ways } from "./lesson.ts"
import { expect, test } from "./test.ts"

/** Holds the page's script back until what it returns is called. */
async function holdScript(page: Page): Promise<() => void> {
  let load = () => {}
  const held = new Promise<void>((resolve) => {
    load = resolve
  })
  await page.route(/\/assets\/client-.*\.js/, async (route) => {
    await held
    await route.continue()
  })
  return load
}

for (const name of ways) {
  test(`a form that is sent before the script has come is sent when it has (${name})`, async ({ page }) => {
    const load = await holdScript(page)
    await page.goto("/notifications", { waitUntil: "commit" })
    const text = unique("Early bird")
    const field = way(page, name).getByRole("textbox", { name: "Message to everybody" })
    await field.fill(text)
    await field.press("Enter")
    await expect(page).toHaveURL(/\/notifications$/)
    load()
    await expect(page.getByRole("log", { name: "Notifications" }).getByText(text)).toBeVisible()
    await expect(field).toHaveValue("")
  })

  test(`a button that is pressed before the script has come does what it says when it has, once (${name})`, async ({ page }) => {
    const load = await holdScript(page)
    await page.goto("/counter", { waitUntil: "commit" })
    const lesson = way(page, name)
    const button = lesson.getByRole("button").first()
    const before = await page.getByRole("status", { name: "Count" }).textContent()
    await button.click()
    await button.click()
    load()
    await expect(page.getByRole("status", { name: "Count" })).toHaveText(String(Number(before) - 1))
  })
}

test("a link that is followed before the script has come leads to its page", async ({ page }) => {
  await holdScript(page)
  await page.goto("/", { waitUntil: "commit" })
  await page.getByRole("link", { name: "Counter" }).first().click({ noWaitAfter: true })
  await expect(page).toHaveURL(/\/counter$/)
})

import { way, ways } from "./lesson.ts"
import { expect, test } from "./test.ts"

for (const name of ways) {
  test(`address and title follow, and Back and Forward work (${name})`, async ({ page }) => {
    await page.goto("/navigation")
    await page.evaluate(() => Object.assign(window, { stayed: true }))
    const lesson = way(page, name)
    await lesson.getByRole("link", { name: "Fastnet" }).click()
    await expect(page).toHaveURL(/\/navigation\/fastnet$/)
    await expect(page).toHaveTitle("Fastnet · Four lights")
    await expect(page.getByRole("heading", { level: 3, name: "Fastnet" })).toBeVisible()
    await lesson.getByRole("link", { name: "Skerryvore" }).click()
    await expect(page).toHaveTitle("Skerryvore · Four lights")
    await page.goBack()
    await expect(page.getByRole("heading", { level: 3, name: "Fastnet" })).toBeVisible()
    await expect(page).toHaveTitle("Fastnet · Four lights")
    await page.goForward()
    await expect(page.getByRole("heading", { level: 3, name: "Skerryvore" })).toBeVisible()
    await page.goBack()
    await page.goBack()
    await expect(page).toHaveURL(/\/navigation$/)
    await expect(page.getByRole("heading", { level: 3, name: "Fastnet" })).toHaveCount(0)
    expect(await page.evaluate(() => "stayed" in window)).toBe(true)
    // What came back is live.
    await lesson.getByRole("link", { name: "Cordouan" }).click()
    await expect(page.getByRole("heading", { level: 3, name: "Cordouan" })).toBeVisible()
  })

  test(`ctrl+click opens a tab, as everywhere (${name})`, async ({ page, context }) => {
    await page.goto("/navigation")
    const opened = context.waitForEvent("page")
    await way(page, name)
      .getByRole("link", { name: "Fastnet" })
      .click({ modifiers: ["ControlOrMeta"] })
    const tab = await opened
    await expect(tab).toHaveURL(/\/navigation\/fastnet$/)
    await expect(page).toHaveURL(/\/navigation$/)
  })

  test(`the page scrolls to a section (${name})`, async ({ page }) => {
    await page.goto("/scroll")
    await way(page, name).getByRole("button", { name: "Section 5" }).click()
    await expect(page.locator("#section-5")).toBeInViewport()
    await page.getByRole("button", { name: name === "on(…)" ? "Back to top" : "Back to top, by hand", exact: true }).click()
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0)
  })

  test(`a list grows as it is scrolled, to its end (${name})`, async ({ page }) => {
    await page.goto(`/infinite-scroll?way=${name === "on(…)" ? "on" : "hand"}`)
    const rows = page.locator("#items-list > li")
    await expect(rows.nth(11)).toBeAttached()
    await expect
      .poll(
        async () => {
          await page.mouse.wheel(0, 4_000)
          return rows.count()
        },
        { timeout: 25_000, intervals: [50] },
      )
      .toBe(240)
    await expect(page.getByText("That was all of them.")).toBeVisible()
    const titles = await rows.allInnerTexts()
    expect(new Set(titles).size).toBe(240)
  })
}

test("a page that was loaded at another address comes back with Back after a reload", async ({ page }) => {
  await page.goto("/navigation")
  await way(page, "on(…)").getByRole("link", { name: "Fastnet" }).click()
  await expect(page).toHaveURL(/fastnet$/)
  await page.reload()
  await expect(page.getByRole("heading", { level: 3, name: "Fastnet" })).toBeVisible()
  await page.goBack()
  await expect(page.getByRole("heading", { level: 3, name: "Fastnet" })).toHaveCount(0)
})

test("there is a page for what is not there", async ({ page, mistakes }) => {
  mistakes.expect(/404/)
  const response = await page.goto("/nothing/here")
  expect(response?.status()).toBe(404)
  await expect(page.getByText("There is no such page.")).toBeVisible()
})

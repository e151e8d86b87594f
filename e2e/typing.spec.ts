import type { Page } from "@playwright/test"

import { eventsOf, expect, open, test } from "./lab.ts"

const focused = (page: Page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.getAttribute("name"))

test("the focus stays in the field that took it while an answer was on its way", async ({ page, network }) => {
  await open(page, "/order")
  const name = page.getByLabel("Name")
  await name.fill("Alma")
  await expect(page.locator("#checked")).toHaveText("checked Alma")
  network.hold()
  await name.fill("Alma K")
  await page.getByLabel("Elsewhere").fill("half a wo")
  await page.getByLabel("Elsewhere").evaluate((field: HTMLInputElement) => field.setSelectionRange(2, 4))
  network.release()
  await expect(page.locator("#checked")).toHaveText("checked Alma K")
  expect(await focused(page)).toBe("elsewhere")
  expect(await page.getByLabel("Elsewhere").evaluate((field: HTMLInputElement) => [field.selectionStart, field.selectionEnd])).toEqual([
    2, 4,
  ])
  await expect(page.getByLabel("Elsewhere")).toHaveValue("half a wo")
})

test("what the server says of a field does not change it while somebody writes in it", async ({ page, network }) => {
  await open(page, "/order")
  const name = page.getByLabel("Name")
  await page.getByRole("button", { name: "Correct" }).evaluate((button: HTMLElement) => {
    document.addEventListener("keydown", ({ key }) => key === "F2" && button.click())
  })
  await name.fill("mine")
  await name.evaluate((field: HTMLInputElement) => field.setSelectionRange(1, 3))
  network.hold()
  await name.press("F2")
  network.release()
  await expect.poll(() => name.getAttribute("value")).toBe("CORRECTED")
  await expect(name).toHaveValue("mine")
  expect(await name.evaluate((field: HTMLInputElement) => [field.selectionStart, field.selectionEnd])).toEqual([1, 3])
  expect(await focused(page)).toBe("name")
})

test("an answer that comes late does not overwrite what was typed since", async ({ page, network }) => {
  await open(page, "/order")
  const name = page.getByLabel("Name")
  network.hold()
  await name.pressSequentially("first")
  await name.pressSequentially(" and second")
  network.release()
  await expect(page.locator("#checked")).toHaveText("checked first and second")
  await expect(name).toHaveValue("first and second")
})

test("a select shows what is wrong with its choice, and no more when it is right, while it has the focus", async ({ page }) => {
  await open(page, "/order")
  const country = page.getByLabel("Country")
  await country.focus()
  await country.selectOption("nowhere")
  await expect(country).toHaveClass("wrong")
  await country.selectOption("norway")
  await expect(country).not.toHaveClass("wrong")
  await expect(country).toHaveValue("norway")
  await expect(country).toBeFocused()
})

test("selects that depend on each other are empty after the form was sent, and offer what belongs together after the next choice", async ({
  page,
}) => {
  await open(page, "/order")
  const [country, town] = [page.getByLabel("Country"), page.getByLabel("Town")]
  await country.selectOption("norway")
  await town.selectOption("Bergen")
  await page.getByLabel("Remark").fill("soon")
  await page.getByRole("button", { name: "Order" }).click()
  await expect(country).toHaveValue("")
  await expect(town).toHaveValue("")
  await expect(town.getByRole("option")).toHaveCount(1)
  await expect(page.getByLabel("Remark")).toHaveValue("")
  await country.selectOption("ireland")
  await expect(town.getByRole("option")).toHaveText(["–", "Cork"])
  await expect(town).toHaveValue("")
})

test("what is debounced is sent once when its field is left by Tab, before its form is sent, and again later", async ({ page }) => {
  const events = eventsOf(page)
  await open(page, "/order")
  const query = page.getByLabel("Query", { exact: true })
  await query.pressSequentially("lens")
  await query.press("Tab")
  await expect(page.locator("#found")).toHaveText("found lens")
  await query.fill("lamp")
  await query.press("Enter")
  await expect(page.locator("#sent")).toHaveText("sent lamp")
  await expect(page.locator("#found")).toHaveText("found lamp")
  await query.fill("light")
  await query.press("Tab")
  await expect(page.locator("#found")).toHaveText("found light")
  expect(events).toEqual(["search", "search", "find", "search"])
})

test("a field outside of its form is debounced like any other", async ({ page }) => {
  await open(page, "/order")
  await page.getByLabel("Query from outside").fill("fog")
  await expect(page.locator("#found")).toHaveText("found fog")
})

test("what is debounced is sent from the page on which it was typed, and not to the one that is gone to", async ({ page, network }) => {
  const events = eventsOf(page)
  await open(page, "/order")
  await page.getByLabel("Query", { exact: true }).fill("storm")
  network.hold()
  await page.getByRole("link", { name: "Other page" }).click()
  await expect.poll(() => events).toEqual(["search"])
  network.release()
  await expect(page.getByRole("heading", { name: "Other page" })).toBeVisible()
  expect(events).toEqual(["search"])
  await expect(page.locator("#found")).toHaveText("")
})

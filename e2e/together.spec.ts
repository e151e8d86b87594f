import type { Page } from "@playwright/test"

import { unique, way, ways } from "./lesson.ts"
import { expect, test } from "./test.ts"

const announced = (page: Page) => page.getByRole("log", { name: "Notifications" }).getByText("New update available!")

for (const name of ways) {
  test(`a message reaches everybody (${name})`, async ({ page, visitor }) => {
    const other = await visitor()
    await page.goto("/notifications")
    await other.goto("/notifications")
    const text = unique("Ship ahoy")
    const field = way(page, name).getByRole("textbox", { name: "Message to everybody" })
    await field.fill(text)
    await way(page, name).getByRole("button", { name: "Notify all" }).click()
    await expect(page.getByRole("log", { name: "Notifications" }).getByText(text)).toBeVisible()
    await expect(other.getByRole("log", { name: "Notifications" }).getByText(text)).toBeVisible()
    await expect(field).toHaveValue("")
  })

  test(`an announcement takes itself away on every page (${name})`, async ({ page, visitor }) => {
    const other = await visitor()
    await page.goto("/notifications")
    await other.goto("/notifications")
    await way(page, name).getByRole("button", { name: "Announce an update for 5 seconds" }).click()
    for (const each of [page, other]) await expect(announced(each).first()).toBeVisible()
    for (const each of [page, other]) await expect(announced(each)).toHaveCount(0, { timeout: 15_000 })
  })

  test(`a chat is heard in its room, and not in others (${name})`, async ({ page, visitor }) => {
    const query = `?way=${name === "on(…)" ? "on" : "hand"}`
    const [other, elsewhere] = [await visitor(), await visitor()]
    await page.goto(`/chat${query}`)
    await other.goto(`/chat${query}`)
    await elsewhere.goto(`/chat/galley${query}`)
    const text = unique("Light at two points")
    const composer = page.getByRole("textbox", { name: "Message to Harbour" })
    await composer.fill(text)
    await composer.press("Enter")
    for (const each of [page, other]) await expect(each.getByRole("log", { name: "Messages in Harbour" }).getByText(text)).toBeVisible()
    await expect(composer).toHaveValue("")
    await expect(composer).toBeFocused()
    await expect(elsewhere.getByText(text)).toHaveCount(0)
    await other.getByRole("link", { name: "Galley" }).click()
    await expect(other).toHaveURL(/\/chat\/galley/)
    const supper = unique("Supper")
    await elsewhere.getByRole("textbox", { name: "Message to Galley" }).fill(supper)
    await elsewhere.getByRole("button", { name: "Send" }).click()
    await expect(other.getByText(supper)).toBeVisible()
    await expect(page.getByText(supper)).toHaveCount(0)
  })

  test(`elements call their handlers when they come (${name})`, async ({ page }) => {
    await page.goto("/init")
    const counters = way(page, name).getByRole("list", { name: "Counters" })
    await expect(counters.getByText("starts at 100")).toBeVisible()
    await way(page, name).getByRole("button", { name: "Add another" }).click()
    await expect(counters.getByText(/starts at [3-9]00/).last()).toBeVisible()
  })

  test(`handlers speak the visitor's language (${name})`, async ({ page }) => {
    await page.goto("/languages")
    await way(page, name).getByRole("button", { name: "Show content" }).click()
    await expect(page.locator("#content")).toContainText("One turn of the lamp takes five seconds.")
    await page.getByRole("navigation", { name: "Language" }).getByRole("link", { name: "Español" }).click()
    await expect(page.locator("html")).toHaveAttribute("lang", "es")
    await way(page, name).getByRole("button", { name: "Mostrar contenido" }).click()
    await expect(page.locator("#content")).toContainText("Una vuelta de la lámpara")
  })

  test(`what needs a login asks for one (${name})`, async ({ page, mistakes }) => {
    mistakes.expect(/"refused","message":"Wrong name or password\."/)
    await page.goto("/account")
    await expect(page).toHaveURL(/\/login/)
    const read = way(page, name).getByRole("button", { name: "Read the log" })
    await read.click()
    await expect(page.locator("#error")).toContainText("You must be logged in")
    const form = page.getByRole("form", { name: "Log in" })
    await form.getByRole("textbox", { name: "Name" }).fill("keeper")
    await form.getByLabel("Password").fill("wrong")
    await form.getByRole("button", { name: "Log in" }).click()
    await expect(form.getByText("Wrong name or password.")).toBeVisible()
    await form.getByLabel("Password").fill("lighthouse")
    await form.getByRole("button", { name: "Log in" }).click()
    await expect(page.getByText("You are keeper.")).toBeVisible()
    await read.click()
    await expect(page.locator("#error")).toContainText("the light has burned")
    await page.getByRole("link", { name: "Your account" }).click()
    await expect(page.getByRole("form", { name: "Account" })).toBeVisible()
    await page.goBack()
    await page.getByRole("button", { name: "Log out" }).click()
    await expect(page.getByRole("form", { name: "Log in" })).toBeVisible()
    await read.click()
    await expect(page.locator("#error")).toContainText("You must be logged in")
  })
}

test("lamps are switched for everybody", async ({ page, visitor }) => {
  const other = await visitor()
  await page.goto("/")
  await other.goto("/")
  const lamp = page.getByRole("button", { name: "Lamp 9" })
  const before = await lamp.getAttribute("aria-pressed")
  await lamp.click()
  await expect(lamp).toHaveAttribute("aria-pressed", before === "true" ? "false" : "true")
  await expect(other.getByRole("button", { name: "Lamp 9" })).toHaveAttribute("aria-pressed", before === "true" ? "false" : "true")
})

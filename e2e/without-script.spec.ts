import type { Page } from "@playwright/test"

import { unique, way, ways } from "./lesson.ts"
import { expect, test } from "./test.ts"

const notice = (page: Page) => page.locator("#liveview-flash")

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false })

  for (const name of ways) {
    test(`a contact form says what is wrong, keeps what was typed, and is taken (${name})`, async ({ page, mistakes }) => {
      if (name === "on(…)") mistakes.expect(/422/)
      await page.goto("/contact")
      const form = way(page, name)
      const email = form.getByRole("textbox", { name: "E-mail" })
      await form.getByRole("textbox", { name: "Name" }).fill("Alma")
      await email.fill("alma@harbour")
      await form.getByRole("textbox", { name: "Message" }).fill("The lamp\nis out.")
      await form.getByRole("button", { name: "Submit" }).click()
      await expect(form.getByText("Invalid email address")).toBeVisible()
      await expect(form.getByRole("textbox", { name: "Name" })).toHaveValue("Alma")
      await expect(form.getByRole("textbox", { name: "Message" })).toHaveValue("The lamp\nis out.")
      if (name === "on(…)") {
        await expect(email).toHaveAttribute("aria-invalid", "true")
        await expect(email).toHaveAccessibleDescription("Invalid email address")
        await expect(email).toBeFocused()
      }
      await email.fill("alma@harbour.example")
      await form.getByRole("button", { name: "Submit" }).click()
      await expect(form.getByText("Thank you, Alma. We'll be in touch.")).toBeVisible()
      await form.getByRole("button", { name: "Write another" }).click()
      await expect(form.getByRole("textbox", { name: "Name" })).toHaveValue("")
    })

    test(`a thing is put on the list once, also when the answer is loaded again (${name})`, async ({ page }) => {
      await page.goto("/list")
      const thing = unique("Rope")
      const form = way(page, name)
      await form.getByRole("textbox").fill(thing)
      await form.getByRole("button", { name: "Add" }).click()
      await expect(form.getByRole("listitem").filter({ hasText: thing })).toHaveCount(1)
      await expect(form.getByRole("textbox")).toHaveValue("")
      await page.reload()
      await page.goto("/list")
      await expect(form.getByRole("listitem").filter({ hasText: thing })).toHaveCount(1)
    })
  }

  test("somebody logs in and out, and changes what is theirs", async ({ page, mistakes }) => {
    mistakes.expect(/422/)
    await page.goto("/login")
    const form = page.getByRole("form", { name: "Log in" })
    await form.getByRole("textbox", { name: "Name" }).fill("keeper")
    await form.getByLabel("Password").fill("wrong")
    await form.getByRole("button", { name: "Log in" }).click()
    await expect(form.getByText("Wrong name or password.")).toBeVisible()
    await expect(form.getByRole("textbox", { name: "Name" })).toHaveValue("keeper")
    await expect(form.getByLabel("Password")).toHaveValue("")
    await form.getByLabel("Password").fill("lighthouse")
    await form.getByRole("button", { name: "Log in" }).click()
    await expect(page.getByText("You are keeper.")).toBeVisible()
    await page.getByRole("link", { name: "Your account" }).click()
    const title = unique("Keeper")
    await page.getByRole("textbox", { name: "Title" }).fill(title)
    await page.getByRole("button", { name: "Save" }).click()
    await expect(page.getByText("Saved", { exact: true })).toBeVisible()
    await page.getByRole("link", { name: "Back to logging in" }).click()
    await page.getByRole("button", { name: "Log out" }).click()
    await expect(page).toHaveURL(/\/login$/)
    await expect(page.getByRole("form", { name: "Log in" })).toBeVisible()
  })

  test("a picture is uploaded with its form", async ({ page, mistakes }) => {
    mistakes.expect(/422/)
    await page.goto("/upload")
    const form = page.getByRole("form", { name: "Pictures, with a schema" })
    const caption = unique("Buoy")
    await form.getByRole("textbox", { name: "Caption" }).fill(caption)
    await form.getByLabel(/Up to four pictures/).setInputFiles({ name: "a.png", mimeType: "image/png", buffer: Buffer.from("no picture") })
    await form.getByRole("button", { name: "Add to the album" }).click()
    await expect(form.getByText("a.png is of a kind that is not taken here.")).toBeVisible()
    await expect(form.getByRole("textbox", { name: "Caption" })).toHaveValue(caption)
    await form.getByLabel(/Up to four pictures/).setInputFiles({ name: "a.png", mimeType: "image/png", buffer: png })
    await form.getByRole("button", { name: "Add to the album" }).click()
    await expect(page.getByRole("img", { name: caption })).toBeVisible()
  })

  test("links lead to their pages, with a handler or followed in place", async ({ page }) => {
    await page.goto("/")
    await page.locator("main a[href='/navigation']").first().click()
    await expect(page).toHaveURL(/\/navigation$/)
    const links = way(page, "on(…)").getByRole("link")
    const href = await links.last().getAttribute("href")
    await links.last().click()
    await expect(page).toHaveURL(new RegExp(`${href?.replace("?", "\\?")}$`))
  })

  test("a button outside of a form does nothing", async ({ page }) => {
    await page.goto("/counter")
    const count = page.getByRole("status", { name: "Count" })
    const before = await count.textContent()
    await way(page, "on(…)").getByRole("button").first().click()
    await expect(page).toHaveURL(/\/counter$/)
    await expect(count).toHaveText(before ?? "")
  })
})

test("where the script cannot be loaded, forms are sent as the browser sends them", async ({ page, mistakes }) => {
  mistakes.expect(/ERR_FAILED/)
  await page.route(/\/assets\/client-.*\.js/, (route) => route.abort())
  await page.goto("/list")
  const thing = unique("Lamp oil")
  const form = way(page, "on(…)")
  await form.getByRole("textbox").fill(thing)
  await form.getByRole("button", { name: "Add" }).click()
  await expect(form.getByRole("listitem").filter({ hasText: thing })).toHaveCount(1)
})

test("a form that was sent without script is a live page when the script comes, at its own address", async ({ page, mistakes }) => {
  mistakes.expect(/ERR_FAILED/)
  await page.route(/\/assets\/client-.*\.js/, (route) => route.abort())
  await page.goto("/list")
  const form = way(page, "on(…)")
  await form.getByRole("textbox").fill(unique("Chart"))
  await page.unroute(/\/assets\/client-.*\.js/)
  await form.getByRole("button", { name: "Add" }).click()
  await expect(page).toHaveURL(/\/list$/)
  const thing = unique("Compass")
  await form.getByRole("textbox").fill(thing)
  await form.getByRole("button", { name: "Add" }).click()
  await expect(form.getByRole("listitem").filter({ hasText: thing })).toHaveCount(1)
  await expect(notice(page)).toHaveCount(0)
  await expect(page).toHaveURL(/\/list$/)
})

const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==", "base64")

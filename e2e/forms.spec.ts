import { unique, way, ways } from "./lesson.ts"
import { mailTo } from "./mail.ts"
import { expect, test } from "./test.ts"

for (const name of ways) {
  test(`a contact form is checked while it is filled in, and sent (${name})`, async ({ page, mistakes }) => {
    if (name === "on(…)") mistakes.expect(/"code":"invalid"/)
    await page.goto("/contact")
    const form = way(page, name)
    await form.getByRole("textbox", { name: "Name" }).fill("Al")
    await form.getByRole("textbox", { name: "E-mail" }).focus()
    await expect(form.getByText("Name must be at least 3 characters")).toBeVisible()
    await form.getByRole("textbox", { name: "Name" }).fill("Alma")
    await form.getByRole("textbox", { name: "E-mail" }).fill("alma@harbour")
    await form.getByRole("textbox", { name: "Message" }).fill("The lamp is out.")
    await form.getByRole("button", { name: "Submit" }).click()
    await expect(form.getByText("Invalid email address")).toBeVisible()
    await expect(form.getByRole("textbox", { name: "Message" })).toHaveValue("The lamp is out.")
    await form.getByRole("textbox", { name: "E-mail" }).fill("alma@harbour.example")
    await form.getByRole("button", { name: "Submit" }).click()
    await expect(page.getByText("Thank you, Alma. We'll be in touch.")).toBeVisible()
    await page.getByRole("button", { name: "Write another" }).click()
    await expect(form.getByRole("textbox", { name: "Name" })).toHaveValue("")
  })

  test(`required fields are checked before a form is sent (${name})`, async ({ page }) => {
    const frames: string[] = []
    page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => frames.push(String(payload))))
    await page.goto("/contact")
    await way(page, name).getByRole("button", { name: "Submit" }).click()
    await expect(way(page, name).getByRole("textbox", { name: "Name" })).toBeFocused()
    expect(frames.filter((frame) => frame.includes("submit") || frame.includes("contact:send"))).toEqual([])
  })

  test(`a search follows what is typed, and waits for a pause (${name})`, async ({ page }) => {
    const frames: string[] = []
    page.on("websocket", (socket) => socket.on("framesent", ({ payload }) => frames.push(String(payload))))
    await page.clock.install()
    await page.goto("/search")
    const search = way(page, name).getByRole("searchbox", { name: "Search articles" })
    // The machine may pause while the letters are typed; the page's clock does not go on then.
    await page.clock.pauseAt(Date.now() + 60_000)
    await search.pressSequentially("lens norway")
    await page.clock.resume()
    await expect(way(page, name).getByRole("status")).toContainText("1 article")
    await expect(search).toBeFocused()
    await expect(search).toHaveValue("lens norway")
    expect(frames.filter((frame) => frame.includes("articles"))).toHaveLength(1)
    await search.fill("nothing like it")
    await expect(way(page, name)).toContainText("Nothing about nothing like it.")
  })
}

for (const [name, list, row] of [
  ["Attributes by hand", "Orders, by hand", 1],
  ["on(…)", "Orders", 2],
] as const) {
  test(`a line is edited in place, for everybody (${name})`, async ({ page, visitor }) => {
    const other = await visitor()
    await page.goto("/edit")
    await other.goto("/edit")
    const edit = page
      .getByRole("list", { name: list, exact: true })
      .getByRole("button", { name: /^Edit: / })
      .nth(row)
    await edit.click()
    const field = page.getByRole("form", { name: "Edit note" }).getByRole("textbox")
    await expect(field).toBeFocused()
    const title = unique("Wind the clock")
    await field.fill(title)
    await field.press("Enter")
    await expect(page.getByRole("list", { name: list, exact: true }).getByText(title)).toBeVisible()
    await expect(other.getByRole("list", { name: list, exact: true }).getByText(title)).toBeVisible()
    await expect(page.getByRole("list", { name: list, exact: true }).getByRole("button", { name: `Edit: ${title}` })).toBeFocused()
  })

  test(`editing in place is given up by Escape (${name})`, async ({ page }) => {
    await page.goto("/edit")
    await page
      .getByRole("list", { name: list, exact: true })
      .getByRole("button", { name: /^Edit: / })
      .first()
      .click()
    const field = page.getByRole("form", { name: "Edit note" }).getByRole("textbox")
    await field.fill("never kept")
    await field.press("Escape")
    await expect(field).toHaveCount(0)
    await expect(page.getByText("never kept")).toHaveCount(0)
  })
}

for (const name of ways) {
  test(`a letter is sent in the background, by SMTP (${name})`, async ({ page }) => {
    await page.goto("/email")
    const form = way(page, name)
    const text = unique("The fog signal is silent")
    await form.getByRole("textbox", { name: "Name" }).fill("Alma")
    await form.getByRole("textbox", { name: "E-mail" }).fill("alma@harbour.example")
    await form.getByRole("textbox", { name: "Message" }).fill(text)
    await form.getByRole("button", { name: "Send" }).click()
    await expect(form.getByRole("textbox", { name: "Message" })).toHaveValue("")
    await expect(page.locator("#outbox").getByText("Message sent successfully!").first()).toBeVisible()
    const mail = await mailTo("office@harbour.example", text)
    expect(mail).toContain("Subject: Contact from Alma")
    expect(mail).toMatch(/Reply-To: .*alma@harbour\.example/)
  })
}

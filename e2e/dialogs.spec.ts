import { way, ways } from "./lesson.ts"
import { expect, test } from "./test.ts"

test("data attributes reach the handler in camelCase", async ({ page }) => {
  await page.goto("/dialog")
  await page.getByRole("button", { name: "Open Modal" }).click()
  const modal = page.getByRole("dialog", { name: "Modal 123" })
  await expect(modal).toContainText("A confirmation, opened for user 456.")
  await modal.getByRole("button", { name: "Close" }).click()
  await expect(modal).toHaveCount(0)
})

for (const name of ways) {
  test(`a dialog asks, and what was confirmed is done (${name})`, async ({ page }) => {
    await page.goto("/dialog")
    const opener = way(page, name).getByRole("button", { name: "Open Dialog" })
    await opener.click()
    const dialog = page.getByRole("dialog", { name: "Confirm Action" })
    await expect(dialog).toBeVisible()
    // A click inside stays inside: page#stop.
    await dialog.getByRole("heading").click()
    await expect(dialog).toBeVisible()
    await dialog.getByRole("button", { name: "Confirm" }).click()
    await expect(dialog).toHaveCount(0)
    await expect(page.locator("#message")).toContainText(/Action (123|456) completed successfully!/)
  })

  test(`a dialog closes by its overlay and by Escape (${name})`, async ({ page }) => {
    await page.goto("/dialog")
    const opener = way(page, name).getByRole("button", { name: "Open Dialog" })
    const dialog = page.getByRole("dialog", { name: "Confirm Action" })
    await opener.click()
    await expect(dialog).toBeVisible()
    await page.mouse.click(5, 300)
    await expect(dialog).toHaveCount(0)
    await opener.click()
    await expect(dialog).toBeVisible()
    await page.keyboard.press("Escape")
    await expect(dialog).toHaveCount(0)
    await expect(opener).toBeFocused()
  })

  test(`keys work where they should, and do not eat what is typed (${name})`, async ({ page }) => {
    await page.goto("/keyboard")
    const flags = page.getByRole("form", { name: name === "on(…)" ? "Flags" : "Flags, by hand", exact: true })
    const state = way(page, name).getByRole("status")
    await expect(state).toContainText("Alfa")
    await flags.getByRole("button", { name: "Next" }).focus()
    await page.keyboard.press("j")
    await expect(state).toContainText("Delta")
    await page.keyboard.press("x")
    await expect(state).toContainText("Delta is hoisted")
    await page.keyboard.press("k")
    await expect(state).toContainText("Alfa")
    await page.keyboard.press("?")
    await expect(way(page, name).getByText("this help")).toBeVisible()
    const remark = flags.getByRole("textbox")
    await remark.fill("")
    await remark.pressSequentially("jokxe?")
    await expect(remark).toHaveValue("jokxe?")
    await page.keyboard.press("Control+s")
    await expect(state).toContainText("Remark: jokxe?")
    await expect(state).toContainText("Alfa")
  })
}

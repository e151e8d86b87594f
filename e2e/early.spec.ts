import { way } from "./lesson.ts"
import { expect, test } from "./test.ts"

test("a key that is pressed while what listens to keys is being loaded is not lost", async ({ page }) => {
  let load = () => {}
  const asked = new Promise<void>((resolve) =>
    page.route(/\/assets\/keyboard-.*\.js/, async (route) => {
      resolve()
      await new Promise<void>((go) => {
        load = go
      })
      await route.continue()
    }),
  )
  await page.goto("/keyboard")
  const lesson = way(page, "on(…)")
  await page.getByRole("form", { name: "Flags", exact: true }).getByRole("button", { name: "Next" }).focus()
  await asked
  await page.keyboard.press("j")
  await page.keyboard.press("x")
  await expect(lesson.getByRole("status")).toContainText("Alfa")
  load()
  await expect(lesson.getByRole("status")).toContainText("Delta is hoisted")
})

import { expect, test } from "./test.ts"

test("a lamp is seen to be switched before the server has answered, and stays so", async ({ page, visitor }) => {
  const other = await visitor()
  await page.goto("/")
  await other.goto("/")
  const lamp = page.getByRole("button", { name: "Lamp 4" })
  const pressed = await lamp.getAttribute("aria-pressed")
  const [on, off] = pressed === "true" ? ["false", "true"] : ["true", "false"]
  await expect
    .poll(() => page.evaluate(() => performance.getEntriesByType("resource").some(({ name }) => name.includes("comforts"))))
    .toBe(true)
  const atOnce = await lamp.evaluate((button) => {
    if (button instanceof HTMLElement) button.click()
    return button.getAttribute("aria-pressed")
  })
  expect(atOnce).toBe(on)
  await expect(other.getByRole("button", { name: "Lamp 4" })).toHaveAttribute("aria-pressed", on)
  await expect(lamp).toHaveAttribute("aria-pressed", on)
  // What is expected of the next click is the other way round.
  await expect(lamp).not.toHaveAttribute("aria-busy")
  const again = await lamp.evaluate((button) => {
    if (button instanceof HTMLElement) button.click()
    return button.getAttribute("aria-pressed")
  })
  expect(again).toBe(off)
  await expect(other.getByRole("button", { name: "Lamp 4" })).toHaveAttribute("aria-pressed", off)
})

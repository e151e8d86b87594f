import { way, ways } from "./lesson.ts"
import { expect, test } from "./test.ts"

for (const name of ways) {
  test(`a handler gets function, data, form, lang and room (${name})`, async ({ page }) => {
    await page.goto("/handler")
    const lesson = way(page, name)
    await lesson.getByRole("textbox", { name: "A word to send along" }).fill("lantern")
    await lesson.getByRole("button", { name: "Call my_function" }).click()
    const received = page.locator("#received")
    await expect(received).toContainText("my_function")
    await expect(received).toContainText("lantern")
    await expect(received).toContainText("click")
    await expect(received).toContainText(/"modalId":"?123/)
    await expect(received).toContainText(/[0-9a-f]{8}-[0-9a-f]{4}-/)
  })

  test(`content is replaced (${name})`, async ({ page }) => {
    await page.goto("/handler")
    await expect(page.locator("#my-element")).toContainText("Old content")
    await way(page, name).getByRole("button", { name: "Update content" }).click()
    await expect(page.locator("#my-element")).toContainText("New content")
    await expect(page.locator("#my-element")).not.toContainText("Old content")
  })

  test(`a counter counts for its own page (${name})`, async ({ page, visitor }) => {
    const other = await visitor()
    await page.goto("/counter")
    await other.goto("/counter")
    await way(page, name).getByRole("button", { name: "Add 1", exact: true }).click()
    await expect(page.getByRole("status", { name: "Count" })).toHaveText("1")
    await way(page, name).getByRole("button", { name: "Subtract 1" }).click()
    await expect(page.getByRole("status", { name: "Count" })).toHaveText("0")
    await expect(other.getByRole("status", { name: "Count" })).toHaveText("0")
  })
}

test("a handler of another page's lesson gets what tsc checked", async ({ page }) => {
  await page.goto("/counter")
  await way(page, "on(…)").getByRole("button", { name: "Add 10" }).click()
  await expect(page.getByRole("status", { name: "Count" })).toHaveText("10")
})

test("the sender's frame holds only the digits that changed", async ({ page }) => {
  const frames: string[] = []
  page.on("websocket", (socket) => socket.on("framereceived", ({ payload }) => frames.push(String(payload))))
  await page.goto("/counter")
  await way(page, "on(…)").getByRole("button", { name: "Add 1", exact: true }).click()
  await expect(page.getByRole("status", { name: "Count" })).toHaveText("1")
  const reply = frames.find((frame) => frame.startsWith("43")) ?? ""
  expect(reply).toContain('"1"')
  expect(reply.length).toBeLessThanOrEqual(45)
  expect(frames.join("")).not.toContain("<")
})

for (const [name, list, field, handler] of [
  ["Attributes by hand", "Shopping", "To buy", "by hand"],
  ["on(…)", "Packing", "To pack", "by on"],
] as const) {
  test(`a row is appended and removed for everybody (${name})`, async ({ page, visitor }) => {
    const other = await visitor()
    await page.goto("/list")
    await other.goto("/list")
    const title = `Rope ${handler} ${Date.now().toString(36)}`
    const lesson = way(page, name)
    await lesson.getByRole("textbox", { name: field }).fill(title)
    await lesson.getByRole("button", { name: "Add" }).click()
    await expect(page.getByRole("list", { name: list }).getByText(title)).toBeVisible()
    await expect(other.getByRole("list", { name: list }).getByText(title)).toBeVisible()
    await expect(lesson.getByRole("textbox", { name: field })).toHaveValue("")
    await other.getByRole("button", { name: `Remove ${title}` }).click()
    await expect(page.getByText(title)).toHaveCount(0)
    await expect(other.getByText(title)).toHaveCount(0)
  })
}

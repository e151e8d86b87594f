import { eventsOf, expect, open, test } from "./lab.ts"
import { unique } from "./lesson.ts"

test("a form that is always sent over HTTP is sent once, with the button that was pressed, and its page is live again", async ({
  page,
}) => {
  const what = unique("rope").replace(/\W/g, "")
  const events = eventsOf(page)
  const posts: string[] = []
  page.on("request", (request) => {
    if (request.method() === "POST") posts.push(request.postData() ?? "")
  })
  await open(page, `/http?who=${what}`)
  await page.getByRole("textbox", { name: "What" }).fill(what)
  await expect(page.locator("#looked")).toHaveText(what)
  await page.getByRole("button", { name: "Large" }).dblclick()
  await expect(page.getByRole("listitem")).toHaveText([`${what} large over HTTP`])
  await expect(page.getByText("Ordered", { exact: true })).toBeVisible()
  await expect(page).toHaveURL(new RegExp(`/http\\?who=${what}$`))
  expect(posts).toEqual([`what=${what}&size=large`])
  expect(events.filter((name) => name !== "http:look")).toEqual([])
  await expect(page.locator("#liveview-flash")).toHaveCount(0)
  await page.getByRole("textbox", { name: "What" }).fill("again")
  await expect(page.locator("#looked")).toHaveText("again")
  await page.getByRole("textbox", { name: "What" }).fill("")
  await expect(page.locator("#looked")).toHaveText("")
  await page.reload()
  await expect(page.locator("#cookie")).toHaveText(what)
  await expect(page.getByRole("listitem")).toHaveCount(1)
})

test("a form over HTTP that is refused says why beside its field, and keeps what was typed", async ({ page, mistakes }) => {
  mistakes.expect(/422/)
  await open(page, "/http")
  await page.getByRole("textbox", { name: "What" }).fill("moon")
  await page.keyboard.press("Enter")
  await expect(page.getByText("Not for sale.")).toBeVisible()
  await expect(page.getByRole("textbox", { name: "What" })).toHaveValue("moon")
  await expect(page.getByRole("textbox", { name: "What" })).toHaveAttribute("aria-invalid", "true")
})

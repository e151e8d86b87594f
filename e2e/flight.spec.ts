import type { Page } from "@playwright/test"

import { eventsOf, expect, open, own, test } from "./lab.ts"

const notes = (page: Page) => page.evaluate((): unknown => Reflect.get(window, "notes") ?? [])

test("rows that come while others are on their way appear once, and so do their controllers", async ({ page, network }) => {
  await open(page, own("/flight"))
  const add = page.getByRole("button", { name: "Add" })
  network.hold()
  await add.click()
  await add.click()
  await expect(add).toHaveAttribute("aria-busy", "true")
  await expect(page.locator("#rows li")).toHaveCount(0)
  network.release()
  await expect(page.locator("#rows li")).toHaveText(["1", "2"])
  await expect(add).not.toHaveAttribute("aria-busy")
  expect(await notes(page)).toEqual(["connected row-1", "connected row-2"])
})

test("what was pressed just before the document is left is done, also what waited for its turn", async ({ page, visitor, network }) => {
  const other = await visitor()
  await open(other, own("/flight"))
  await open(page, own("/flight"))
  network.hold()
  await page.getByRole("button", { name: "Add" }).click()
  await page.getByRole("button", { name: "Tell" }).click()
  await page.goto("about:blank")
  network.release()
  await expect(other.locator("#told")).toHaveText("1")
})

test("a form is sent once however often its button is pressed, and every control is as it was after the answer", async ({
  page,
  network,
}) => {
  const events = eventsOf(page)
  await open(page, own("/flight"))
  const form = page.locator("#save")
  const before = await form.evaluate((element) => element.outerHTML)
  network.hold()
  const save = form.getByRole("button", { name: "Save" })
  await save.click()
  await expect(form.getByRole("button").first()).toHaveText("Saving…")
  await expect(form.getByRole("button").first()).toBeDisabled()
  await expect(form).toHaveAttribute("aria-busy", "true")
  await form.evaluate((element: HTMLFormElement) => element.requestSubmit())
  await expect(page.locator("#liveview-progress")).toBeVisible()
  network.release()
  await expect(page.locator("#saved")).toHaveText("saved read only")
  await expect(page.locator("#liveview-progress")).toHaveCount(0)
  expect(await form.evaluate((element) => element.outerHTML)).toBe(before)
  expect(events).toEqual(["save"])
})

test("a handler that fails takes nothing along: the page stays, the button says again what it said, and others go on", async ({
  page,
  visitor,
  network,
  mistakes,
}) => {
  mistakes.expect(/handler_error/)
  const other = await visitor()
  await open(page, own("/flight"))
  await open(other, `${network.url}${own("/flight")}`)
  await page.evaluate(() => Object.assign(window, { stayed: true }))
  await page.getByRole("button", { name: "Add" }).click()
  network.hold()
  const fail = page.getByRole("button", { name: "Fail" })
  await fail.click()
  await expect(page.getByRole("button", { name: "Trying…" })).toBeDisabled()
  await expect(page.locator("#liveview-progress")).toBeVisible()
  network.release()
  await expect(page.locator(".liveview-toast--error")).toBeVisible()
  await expect(fail).toBeEnabled()
  await expect(page.locator("#liveview-progress")).toHaveCount(0)
  await page.getByRole("button", { name: "Add" }).click()
  await other.getByRole("button", { name: "Add" }).click()
  await expect(page.locator("#rows li")).toHaveText(["1", "2"])
  await expect(other.locator("#rows li")).toHaveText(["1"])
  expect(await page.evaluate(() => "stayed" in window)).toBe(true)
})

test("a concurrent handler holds up nothing of its page, also when the connection is lost on the way, and runs once", async ({
  page,
  network,
}) => {
  const events = eventsOf(page)
  await open(page, own("/flight"))
  const wait = page.getByRole("button", { name: "Wait" })
  await wait.click()
  await expect(wait).toHaveAttribute("aria-busy")
  await page.getByRole("button", { name: "Add" }).click()
  await expect(page.locator("#rows li")).toHaveText(["1"])
  await expect(wait).toHaveAttribute("aria-busy")
  network.cut()
  await page.getByRole("button", { name: "Add" }).click()
  await expect(page.locator("#rows li")).toHaveText(["1", "2"])
  await expect.poll(() => events.filter((name) => name === "wait")).toHaveLength(2)
  await page.getByRole("button", { name: "Let go" }).click()
  await expect(page.locator("#waited")).toHaveText("waited")
  await expect(wait).not.toHaveAttribute("aria-busy")
  expect(events.filter((name) => name === "add-row")).toHaveLength(2)
})

test("a button says again what it said when the connection was lost on the way, and its handler runs once", async ({
  page,
  network,
  mistakes,
}) => {
  mistakes.expect(/"refused","message":"Not today\."/)
  await open(page, own("/flight"))
  network.hold()
  await page.getByRole("button", { name: "Deny" }).click()
  await expect(page.getByRole("button", { name: "Asking…" })).toBeVisible()
  await page.getByRole("button", { name: "Add" }).click()
  network.cut()
  network.release()
  await expect(page.getByRole("button", { name: "Deny" })).toBeEnabled()
  await expect(page.locator(".liveview-toast--error")).toHaveText(/Not today\./)
  await expect(page.locator("#rows li")).toHaveText(["1"])
})

test("what the server tells while events are on their way is heard once each", async ({ page, visitor, network }) => {
  const other = await visitor()
  await open(page, own("/flight"))
  await open(other, `${network.url}${own("/flight")}`)
  await expect(page.locator("#listener")).toBeAttached()
  network.hold()
  await page.getByRole("button", { name: "Add" }).click()
  for (let click = 0; click < 3; click++) {
    network.release()
    await other.getByRole("button", { name: "Tell" }).click()
    await expect(other.getByRole("button", { name: "Tell" })).not.toHaveAttribute("aria-busy")
  }
  await expect(page.locator("#listener")).toHaveAttribute("title", "1 1 1 ")
  await expect(page.locator("#rows li")).toHaveCount(1)
})

test("the answers to what was pressed on a page that is left do not reach the next, and break nothing", async ({ page, network }) => {
  const events = eventsOf(page)
  await open(page, own("/flight"))
  network.hold()
  await page.getByRole("link", { name: "Other page" }).click()
  await page.getByRole("button", { name: "Add" }).click()
  await page.getByRole("button", { name: "Save" }).click()
  await expect.poll(() => events).toEqual(["add-row"])
  network.release()
  await expect(page.getByRole("heading", { name: "Other page" })).toBeVisible()
  await expect(page.locator("#rows")).toBeEmpty()
  await expect(page.locator("#saved")).toBeEmpty()
  await page.goBack()
  await page.getByRole("button", { name: "Add" }).click()
  await expect(page.locator("#rows li").last()).toBeVisible()
})

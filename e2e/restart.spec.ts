import type { Page } from "@playwright/test"

import { way } from "./lesson.ts"
import { startNetwork } from "./network.ts"
import { OwnRedis } from "./redis.ts"
import { OwnServer } from "./server.ts"
import { expect, networkErrors, serverErrors, test as base } from "./test.ts"

const test = base.extend<{ server: OwnServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  server: async ({}, use) => {
    const server = await OwnServer.start()
    await use(server)
    await server.stop("SIGKILL")
  },
})

async function typeHalfAForm(page: Page): Promise<void> {
  const form = way(page, "on(…)")
  await form.getByRole("textbox", { name: "Name" }).fill("Alma")
  const message = form.getByRole("textbox", { name: "Message" })
  const sent = message.evaluate((field) => new Promise((resolve) => field.addEventListener("liveview:event", resolve, { once: true })))
  await message.fill("The lamp is out since")
  await message.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(4, 8))
  // What a killed server was running is told as such: here it has answered, also what was debounced.
  await sent
  await expect(page.locator("[aria-busy]")).toHaveCount(0)
}

async function expectHalfAForm(page: Page): Promise<void> {
  const form = way(page, "on(…)")
  await expect(form.getByRole("textbox", { name: "Name" })).toHaveValue("Alma")
  const message = form.getByRole("textbox", { name: "Message" })
  await expect(message).toHaveValue("The lamp is out since")
  await expect(message).toBeFocused()
  expect(await message.evaluate((field: HTMLTextAreaElement) => [field.selectionStart, field.selectionEnd])).toEqual([4, 8])
}

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  test(`a half-typed form, its focus and caret outlive a server that ends by ${signal}`, async ({ page, server, mistakes }) => {
    mistakes.allow(serverErrors)
    await page.goto(`${server.url}/contact`)
    await typeHalfAForm(page)
    await server.stop(signal)
    await expect(page.getByText(/Connection lost/)).toBeVisible()
    await expectHalfAForm(page)
    await server.start()
    await expect(page.getByText(/Connection lost/)).toBeHidden({ timeout: 15_000 })
    await expectHalfAForm(page)
    const form = way(page, "on(…)")
    await form.getByRole("textbox", { name: "E-mail" }).fill("alma@harbour.example")
    await form.getByRole("button", { name: "Submit" }).click()
    await expect(page.getByText("Thank you, Alma. We'll be in touch.")).toBeVisible()
  })
}

test("a form that is sent while its server is down is sent to the next, once, and alone", async ({ page, server, mistakes }) => {
  mistakes.allow(serverErrors)
  await page.goto(`${server.url}/contact`)
  await typeHalfAForm(page)
  const kept = page.getByText(/^The office keeps/)
  const before = Number(/\d+/.exec(await kept.innerText())?.[0])
  await server.stop("SIGKILL")
  await expect(page.getByText(/Connection lost/)).toBeVisible()
  const form = way(page, "on(…)")
  await form.getByRole("textbox", { name: "E-mail" }).fill("alma@harbour.example")
  await form.getByRole("button", { name: "Submit" }).click()
  await server.start()
  await expect(page.getByText("Thank you, Alma. We'll be in touch.")).toBeVisible({ timeout: 15_000 })
  await expect(kept).toHaveText(`The office keeps ${before + 1} messages.`)
  await expect(page.locator("[aria-busy]")).toHaveCount(0)
  await expect(page.locator(".liveview-toast--error")).toHaveCount(0)
})

test("a half-typed form outlives a network that is cut, and what was sent meanwhile is done once", async ({ page, server, mistakes }) => {
  mistakes.allow(networkErrors)
  const network = await startNetwork(Number(new URL(server.url).port))
  await page.goto(`${network.url}/contact`)
  await typeHalfAForm(page)
  network.away()
  await expect(page.getByText(/Connection lost/)).toBeVisible()
  await expectHalfAForm(page)
  network.back()
  await expect(page.getByText(/Connection lost/)).toBeHidden({ timeout: 15_000 })
  await expectHalfAForm(page)
  const form = way(page, "on(…)")
  await form.getByRole("textbox", { name: "E-mail" }).fill("alma@harbour.example")
  network.away()
  await form.getByRole("button", { name: "Submit" }).click()
  await expect(page.getByText(/Connection lost/)).toBeVisible()
  network.back()
  await expect(page.getByText("Thank you, Alma. We'll be in touch.")).toBeVisible({ timeout: 15_000 })
  await network.close()
})

test("a half-typed form outlives a Redis that is killed and comes back with nothing, and handlers run without it", async ({ page }) => {
  const redis = await OwnRedis.start()
  const server = await OwnServer.start(".", { REDIS_URL: redis.url })
  try {
    const clicks = await page.context().newPage()
    await clicks.goto(`${server.url}/counter`)
    await page.goto(`${server.url}/contact`)
    await typeHalfAForm(page)
    await page.evaluate(() => addEventListener("liveview:refresh", () => Object.assign(window, { refreshed: true })))
    const add = way(clicks, "on(…)").getByRole("button", { name: "Add 10" })
    const count = clicks.getByRole("status", { name: "Count" })
    await add.click()
    await expect(count).toHaveText("10")
    await redis.kill()
    await add.click()
    await expect(count).toHaveText("20")
    await expectHalfAForm(page)
    await redis.start()
    await expect.poll(async () => (await fetch(`${server.url}/readyz`)).status, { timeout: 15_000 }).toBe(200)
    // The visitor's session and the state of the page were in Redis alone: both begin anew, and the click is not lost.
    await add.click()
    await expect(count).toHaveText("10")
    await expect.poll(() => page.evaluate(() => Reflect.get(window, "refreshed"))).toBe(true)
    await expectHalfAForm(page)
    await expect(page.getByText(/Connection lost/)).toBeHidden()
    const form = way(page, "on(…)")
    await form.getByRole("textbox", { name: "E-mail" }).fill("alma@harbour.example")
    await form.getByRole("button", { name: "Submit" }).click()
    await expect(page.getByText("Thank you, Alma. We'll be in touch.")).toBeVisible({ timeout: 15_000 })
  } finally {
    await server.stop("SIGKILL")
    await redis.kill()
  }
})

test("a click that finds its session gone is done once in the one that follows", async ({ page }) => {
  const redis = await OwnRedis.start()
  const server = await OwnServer.start(".", { REDIS_URL: redis.url })
  try {
    await page.goto(`${server.url}/counter`)
    const add = way(page, "on(…)").getByRole("button", { name: "Add 10" })
    const count = page.getByRole("status", { name: "Count" })
    await add.click()
    await expect(count).toHaveText("10")
    await add.click()
    await expect(count).toHaveText("20")
    await redis.empty()
    await add.click()
    await expect(count).toHaveText("10")
    await expect(page.locator(".liveview-toast--error")).toHaveCount(0)
    await add.click()
    await expect(count).toHaveText("20")
  } finally {
    await server.stop("SIGKILL")
    await redis.kill()
  }
})

test("page state outlives a deploy, and what was clicked meanwhile is done once", async ({ page, server, mistakes }) => {
  mistakes.allow(serverErrors)
  await page.goto(`${server.url}/counter`)
  const add = way(page, "on(…)").getByRole("button", { name: "Add 10" })
  await add.click()
  await expect(page.getByRole("status", { name: "Count" })).toHaveText("10")
  await server.stop("SIGTERM")
  await expect(page.getByText(/Connection lost/)).toBeVisible()
  await add.click()
  await server.start()
  await expect(page.getByRole("status", { name: "Count" })).toHaveText("20", { timeout: 15_000 })
  await way(page, "on(…)").getByRole("button", { name: "Add 1", exact: true }).click()
  await expect(page.getByRole("status", { name: "Count" })).toHaveText("21")
})

test("a login outlives a deploy", async ({ page, server, mistakes }) => {
  mistakes.allow(serverErrors)
  await page.goto(`${server.url}/login`)
  const form = page.getByRole("form", { name: "Log in" })
  await form.getByRole("textbox", { name: "Name" }).fill("keeper")
  await form.getByLabel("Password").fill("lighthouse")
  await form.getByRole("button", { name: "Log in" }).click()
  await expect(page.getByText("You are keeper.")).toBeVisible()
  await server.stop("SIGTERM")
  await expect(page.getByText(/Connection lost/)).toBeVisible()
  await server.start()
  await expect(page.getByText(/Connection lost/)).toBeHidden({ timeout: 15_000 })
  await way(page, "on(…)").getByRole("button", { name: "Read the log" }).click()
  await expect(page.locator("#error")).toContainText("the light has burned")
})

test("what was said while a page was away arrives, in order, once", async ({ page, visitor, server }) => {
  const other = await visitor()
  await page.goto(`${server.url}/chat?way=on`)
  await other.goto(`${server.url}/chat?way=on`)
  const log = page.getByRole("log", { name: "Messages in Harbour" })
  await expect(log).toBeVisible()
  // In this order the page does not try to connect again.
  await page.evaluate(() => dispatchEvent(new Event("pagehide")))
  await page.context().setOffline(true)
  await expect(page.getByText(/Connection lost/)).toBeVisible()
  const composer = other.getByRole("textbox", { name: "Message to Harbour" })
  for (const text of ["one of three", "two of three", "three of three"]) {
    await composer.fill(text)
    await composer.press("Enter")
    await expect(other.getByRole("log").getByText(text)).toBeVisible()
    // The message may come before its answer, and until then the form is not sent again.
    await expect(composer).toHaveValue("")
  }
  await page.context().setOffline(false)
  await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })))
  await expect(log.getByText("three of three")).toBeVisible({ timeout: 15_000 })
  const said = (await log.innerText()).match(/(one|two|three) of three/g)
  expect(said).toEqual(["one of three", "two of three", "three of three"])
})

import type { Page } from "@playwright/test"

import { eventsOf, expect, open, test as base } from "./lab.ts"
import { OwnServer } from "./server.ts"
import { serverErrors } from "./test.ts"

const test = base.extend<{ server: OwnServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  server: async ({}, use) => {
    const server = await OwnServer.start(process.env.E2E_LAB_DIR)
    await use(server)
    await server.stop("SIGKILL")
  },
})

const labels = ["a", "b", "c", "d", "e"]

async function write(page: Page): Promise<void> {
  await page.getByLabel("e", { exact: true }).fill("my e")
  await page.getByLabel("a", { exact: true }).fill("my a")
  await page.getByLabel("b", { exact: true }).fill("my b")
  await page.getByLabel("c", { exact: true }).fill("my c")
  await page.getByLabel("d", { exact: true }).selectOption("two")
  await page.getByLabel("b", { exact: true }).focus()
  await expect(page.locator("#kept")).not.toBeEmpty()
  await expect(page.locator("#draft")).not.toHaveAttribute("aria-busy")
}

const written = (page: Page) =>
  page.evaluate((names) => names.map((name) => document.querySelector<HTMLInputElement>(`[aria-label=${name}]`)?.value ?? ""), labels)

/** Notes every value that could be seen: after each change of the document, and with each frame. */
async function watchValues(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate((names) => {
    const seen = new Set<string>()
    const note = () =>
      seen.add(names.map((name) => document.querySelector<HTMLInputElement>(`[aria-label=${name}]`)?.value ?? "gone").join("|"))
    new MutationObserver(note).observe(document, { subtree: true, childList: true, attributes: true, characterData: true })
    const frame = () => {
      note()
      requestAnimationFrame(frame)
    }
    frame()
    Object.assign(window, { seen })
  }, labels)
  return () => page.evaluate(() => ("seen" in window && window.seen instanceof Set ? [...window.seen] : []))
}

async function restart(page: Page, server: OwnServer, signal: "SIGTERM" | "SIGKILL" = "SIGKILL"): Promise<void> {
  const back = page.evaluate(() => new Promise<void>((resolve) => document.addEventListener("liveview:refresh", () => resolve())))
  await server.stop(signal)
  await server.start()
  await back
}

for (const signal of ["SIGTERM", "SIGKILL"] as const) {
  test(`what was written is there all the time while a server ends by ${signal}, and is sent once, with what stands outside of the form`, async ({
    page,
    server,
    mistakes,
  }) => {
    mistakes.allow(serverErrors)
    const events = eventsOf(page)
    await open(page, `${server.url}/draft/plain`)
    await write(page)
    await expect(page.locator("#kept")).toContainText('"d":"two"')
    events.length = 0
    const seen = await watchValues(page)
    await restart(page, server, signal)
    await expect(page.locator("#kept")).toHaveText('keep {"a":"my a","b":"my b","c":"my c","d":"two","e":"my e","f":""}')
    expect(await written(page)).toEqual(["my a", "my b", "my c", "two", "my e"])
    await expect(page.getByLabel("b", { exact: true })).toBeFocused()
    expect(await seen()).toEqual(["my a|my b|my c|two|my e"])
    expect(events).toEqual(["keep"])
  })
}

test("a form of which another handler wants to know is sent to that", async ({ page, server, mistakes }) => {
  mistakes.allow(serverErrors)
  await open(page, `${server.url}/draft/handler`)
  await write(page)
  await restart(page, server)
  await expect(page.locator("#kept")).toContainText('recover {"a":"my a"')
})

test("a form of which nobody wants to know keeps its fields, and is not sent", async ({ page, server, mistakes }) => {
  mistakes.allow(serverErrors)
  const events = eventsOf(page)
  await open(page, `${server.url}/draft/ignore`)
  await write(page)
  await expect(page.locator("#kept")).toContainText('"d":"two"')
  events.length = 0
  await restart(page, server)
  expect(await written(page)).toEqual(["my a", "my b", "my c", "two", "my e"])
  await page.getByLabel("c", { exact: true }).fill("my other c")
  await page.getByLabel("a", { exact: true }).focus()
  await expect(page.locator("#kept")).toContainText("my other c")
  expect(events).toEqual(["keep"])
})

test("a form whose first field has a handler of its own is sent to that, as a whole", async ({ page, server, mistakes }) => {
  mistakes.allow(serverErrors)
  await open(page, `${server.url}/draft/own`)
  await write(page)
  await restart(page, server)
  await expect(page.locator("#kept")).toHaveText('keep-own {"a":"my a","b":"my b","c":"my c","d":"two","e":"my e","f":""}')
})

test("a handler that leads elsewhere when a form is recovered is followed", async ({ page, server, mistakes }) => {
  mistakes.allow(serverErrors)
  await open(page, `${server.url}/draft/leaves`)
  await write(page)
  await server.stop("SIGKILL")
  await server.start()
  await expect(page.getByRole("heading", { name: "Arrived" })).toBeVisible({ timeout: 15_000 })
})

test("fields in a dialog that is open, and the dialog, outlive a server", async ({ page, server, mistakes }) => {
  mistakes.allow(serverErrors)
  await open(page, `${server.url}/draft/plain`)
  await page.locator("#dialog").evaluate((dialog: HTMLDialogElement) => dialog.showModal())
  await page.getByLabel("f", { exact: true }).fill("my f")
  await restart(page, server)
  await expect(page.locator("#kept")).toContainText('"f":"my f"')
  expect(await page.locator("#dialog").evaluate((dialog) => dialog.matches(":modal"))).toBe(true)
  await expect(page.getByLabel("f", { exact: true })).toBeFocused()
})

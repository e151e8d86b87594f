import type { CDPSession, Page } from "@playwright/test"

import { expectAccessible } from "./axe.ts"
import { expect, networkErrors, test } from "./test.ts"

/** One transparent pixel. */
const pixel = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64")

interface Chosen {
  name: string
  mimeType: string
  buffer: Buffer
}

/** A picture of so many bytes. */
function picture(name: string, size = pixel.length): Chosen {
  return { name, mimeType: "image/png", buffer: Buffer.concat([pixel], size) }
}

const pictures = (page: Page) => page.locator("#pictures")
const files = (page: Page) => page.locator("#album-form .liveview-upload")
const album = (page: Page) => page.getByRole("list", { name: "Album" }).getByRole("listitem")
const add = (page: Page) => page.getByRole("button", { name: "Add to the album" })

async function open(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: unknown[] = []
    Object.assign(window, { progress: seen })
    document.addEventListener("liveview:upload-progress", (event) => event instanceof CustomEvent && seen.push(event.detail))
  })
  await page.goto("/upload")
}

/** What the page's scripts were told. */
function progress(page: Page): Promise<{ name: string; file: string; loaded: number; total: number }[]> {
  return page.evaluate(() => Reflect.get(window, "progress"))
}

/** The requests for uploads from now on: "PATCH 0". */
function watchRequests(page: Page): string[] {
  const requests: string[] = []
  page.on("request", (request) => {
    if (new URL(request.url()).pathname.startsWith("/liveview/uploads"))
      requests.push(`${request.method()} ${request.headers()["upload-offset"] ?? ""}`.trim())
  })
  return requests
}

/** A network that sends so many bytes a second. */
async function slow(page: Page, bytes: number): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page)
  await session.send("Network.enable")
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: bytes })
  return session
}

async function fast(session: CDPSession): Promise<void> {
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
}

test("files travel while the form is filled in, and the handler gets them with the form", async ({ page }) => {
  const scripts: string[] = []
  page.on("response", (response) => void (/upload[^/]*\.js/.test(response.url()) && scripts.push(response.url())))
  await open(page)
  await expect(page.locator("html")).toHaveAttribute("data-room", /./)
  expect(scripts).toEqual([])
  const requests = watchRequests(page)
  await pictures(page).setInputFiles([picture("one.png"), picture("two.png", 1_500_000)])
  await expect(files(page)).toHaveCount(2)
  await expect(files(page).first().locator("img")).toHaveAttribute("src", /^blob:/)
  await expect(files(page).filter({ hasText: "Uploaded" })).toHaveCount(2)
  expect(scripts.length).toBeGreaterThan(0)
  const seen = await progress(page)
  expect(seen).toContainEqual({ name: "pictures", file: "two.png", loaded: 1_500_000, total: 1_500_000 })
  expect(seen.some(({ file, loaded }) => file === "two.png" && loaded > 0 && loaded < 1_500_000)).toBe(true)
  await page.getByLabel("Caption").fill("At the harbour")
  await add(page).click()
  await expect(album(page)).toHaveCount(2)
  const width = () =>
    album(page)
      .last()
      .locator("img")
      .evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth)
  await expect.poll(width).toBe(1)
  await expect(album(page).first()).toContainText("At the harbour")
  await expect(files(page)).toHaveCount(0)
  expect(await pictures(page).evaluate((input) => input instanceof HTMLInputElement && input.files?.length)).toBe(0)
  await expect(page.getByLabel("Caption")).toHaveValue("")
  expect(requests.filter((request) => request === "POST")).toHaveLength(2)
})

test("the event waits for its files", async ({ page }) => {
  await open(page)
  const network = await slow(page, 400_000)
  await pictures(page).setInputFiles(picture("slow.png", 1_200_000))
  await add(page).click()
  await expect(page.locator("#album-form")).toHaveAttribute("aria-busy", "true")
  await expect(page.locator("#album-form button[type=submit]")).toBeDisabled()
  await expect(files(page).getByRole("progressbar")).toBeVisible()
  await expect(album(page)).toHaveCount(0)
  await fast(network)
  await expect(album(page)).toHaveCount(1)
  await expect(page.locator("#album-form button[type=submit]")).toBeEnabled()
})

test("a file goes on where the connection was lost", async ({ page, mistakes }) => {
  mistakes.allow(networkErrors)
  await open(page)
  const requests = watchRequests(page)
  const network = await slow(page, 500_000)
  await pictures(page).setInputFiles(picture("large.png", 3_000_000))
  await expect.poll(async () => (await progress(page)).at(-1)?.loaded ?? 0).toBeGreaterThan(600_000)
  await network.send("Network.emulateNetworkConditions", { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
  await expect(files(page)).toContainText("Waiting for the connection")
  const before = requests.length
  await fast(network)
  await expect(files(page)).toContainText("Uploaded")
  expect(requests.slice(before).some((request) => request.startsWith("PATCH") && request !== "PATCH 0")).toBe(true)
  expect(requests.filter((request) => request === "POST")).toHaveLength(1)
  expect(requests.filter((request) => request === "PATCH 0")).toHaveLength(1)
  await add(page).click()
  await expect(album(page)).toHaveCount(1)
  await expect(album(page)).toContainText("3000 kB")
})

test("a file that is cancelled is gone, and the others are sent", async ({ page }) => {
  await open(page)
  const requests = watchRequests(page)
  const network = await slow(page, 300_000)
  await pictures(page).setInputFiles([picture("stays.png", 600_000), picture("goes.png", 4_000_000)])
  await expect(files(page)).toHaveCount(2)
  await expect.poll(async () => (await progress(page)).some(({ file, loaded }) => file === "goes.png" && loaded > 0)).toBe(true)
  await page.getByRole("button", { name: "Cancel goes.png" }).click()
  await expect(files(page)).toHaveCount(1)
  await fast(network)
  await expect(files(page)).toContainText("Uploaded")
  await expect.poll(() => requests).toContain("DELETE")
  await add(page).click()
  await expect(album(page)).toHaveCount(1)
  await expect(album(page)).toContainText("stays.png")
})

test("what is too large or of the wrong kind is said beside the field, and gone when it is removed", async ({ page, mistakes }) => {
  mistakes.expect(/liveview:error.*too_large/)
  mistakes.expect(/liveview:error.*invalid/)
  await open(page)
  const requests = watchRequests(page)
  await pictures(page).setInputFiles([
    picture("fine.png"),
    picture("large.png", 5_000_001),
    { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("x") },
  ])
  await expect(page.getByRole("alert").filter({ hasText: "large.png is too large: at most 5 MB" })).toBeVisible()
  await expect(
    page.getByRole("alert").filter({ hasText: "notes.txt is of a kind that is not taken here: PNG, JPEG, WEBP, GIF." }),
  ).toBeVisible()
  await expect(pictures(page)).toHaveAttribute("aria-invalid", "true")
  for (let time = 1; time <= 2; time++) {
    await add(page).click()
    await expect(page.getByRole("button", { name: "Remove large.png" })).toBeFocused()
    await expect(add(page)).toBeEnabled()
  }
  await expect(album(page)).toHaveCount(0)
  await page.getByRole("button", { name: "Remove large.png" }).click()
  await page.getByRole("button", { name: "Remove notes.txt" }).click()
  await expect(pictures(page)).not.toHaveAttribute("aria-invalid")
  await add(page).click()
  await expect(album(page)).toHaveCount(1)
  expect(requests.filter((request) => request === "POST")).toHaveLength(1)
})

test("of too many files the last are let in when others are removed", async ({ page, mistakes }) => {
  mistakes.expect(/liveview:error.*invalid/)
  await open(page)
  await pictures(page).setInputFiles(["a", "b", "c", "d", "e"].map((name) => picture(`${name}.png`)))
  await expect(page.getByRole("alert").filter({ hasText: "at most 4" })).toBeVisible()
  await page.getByRole("button", { name: /(Cancel|Remove) b.png/ }).click()
  await expect(page.getByRole("alert").filter({ hasText: "at most 4" })).toHaveCount(0)
  await expect(files(page).filter({ hasText: "Uploaded" })).toHaveCount(4)
  await add(page).click()
  await expect(album(page)).toHaveCount(4)
})

test("the server holds to its limits where the browser does not", async ({ page, mistakes }) => {
  mistakes.expect(/415/)
  mistakes.expect(/liveview:error.*invalid/)
  await open(page)
  await page
    .locator("#picture")
    .setInputFiles({ name: "page.png", mimeType: "image/png", buffer: Buffer.from("<script>alert(1)</script>") })
  await expect(page.getByRole("alert").filter({ hasText: "page.png is of a kind that is not taken here" })).toBeVisible()
  await page.getByRole("button", { name: "Remove page.png" }).click()
  await page.locator("#picture").setInputFiles(picture("real.png"))
  await page.getByRole("button", { name: "Add", exact: true }).click()
  await expect(album(page)).toHaveCount(1)
})

test("files are dropped on a zone, also over what is in it", async ({ page }) => {
  await open(page)
  const zone = page.locator(".drop")
  const transfer = await page.evaluateHandle(
    (bytes) => {
      const data = new DataTransfer()
      for (const name of ["one.png", "two.png"]) data.items.add(new File([new Uint8Array(bytes)], name, { type: "image/png" }))
      return data
    },
    [...pixel],
  )
  // The part that hears it is loaded after the page: a hand moves on over the zone meanwhile.
  await expect(async () => {
    await zone.dispatchEvent("dragover", { dataTransfer: transfer })
    await expect(zone).toHaveClass(/liveview-dropping/, { timeout: 200 })
  }).toPass()
  await zone.locator("label").dispatchEvent("dragenter", { dataTransfer: transfer })
  await zone.dispatchEvent("dragleave", { dataTransfer: transfer })
  await zone.locator("label").dispatchEvent("dragover", { dataTransfer: transfer })
  await expect(zone).toHaveClass(/liveview-dropping/)
  await page.locator("h1").dispatchEvent("dragover", { dataTransfer: transfer })
  await expect(zone).not.toHaveClass(/liveview-dropping/)
  await zone.locator("label").dispatchEvent("drop", { dataTransfer: transfer })
  await expect(zone).not.toHaveClass(/liveview-dropping/)
  await expect(files(page).filter({ hasText: "Uploaded" })).toHaveCount(2)
  await add(page).click()
  await expect(album(page)).toHaveCount(2)
})

test("chosen files outlive a reconnection and a patch of their form", async ({ page, mistakes }) => {
  mistakes.allow(networkErrors)
  await open(page)
  await pictures(page).setInputFiles(picture("one.png"))
  await page.locator("#picture").setInputFiles(picture("other.png"))
  await expect(page.locator(".liveview-upload").filter({ hasText: "Uploaded" })).toHaveCount(2)
  await page.getByRole("button", { name: "Remove one.png" }).focus()
  await page.evaluate(() => document.dispatchEvent(new CustomEvent("liveview:patch", { detail: {} })))
  await expect(page.getByRole("button", { name: "Remove one.png" })).toBeFocused()
  await page.context().setOffline(true)
  await expect(page.locator(".liveview-banner")).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.locator(".liveview-banner")).toHaveCount(0)
  await page.getByRole("button", { name: "Add", exact: true }).click()
  await expect(album(page)).toHaveCount(1)
  await expect(files(page)).toContainText("Uploaded")
  await add(page).click()
  await expect(album(page)).toHaveCount(2)
})

test("a form that is refused keeps its files, and does not send them again", async ({ page, mistakes }) => {
  mistakes.expect(/liveview:error.*invalid/)
  await open(page)
  const requests = watchRequests(page)
  await page.getByLabel("Caption").evaluate((input) => input.removeAttribute("maxlength"))
  await page.getByLabel("Caption").fill("x".repeat(81))
  await pictures(page).setInputFiles(picture("one.png"))
  for (let time = 1; time <= 2; time++) {
    await add(page).click()
    await expect(page.getByLabel("Caption")).toHaveAttribute("aria-invalid", "true")
    await expect(add(page)).toBeEnabled()
    await expect(files(page)).toContainText("Uploaded")
    await page.getByLabel("Caption").pressSequentially("y")
    await expect(page.getByLabel("Caption")).not.toHaveAttribute("aria-invalid")
  }
  await page.getByLabel("Caption").fill("Short")
  await add(page).click()
  await expect(album(page)).toHaveCount(1)
  expect(requests.filter((request) => request === "POST")).toHaveLength(1)
})

test("files that were begun in a session that has ended are sent again", async ({ page, mistakes }) => {
  mistakes.allow(networkErrors)
  mistakes.allow(/40[34]/)
  await open(page)
  await pictures(page).setInputFiles(picture("one.png"))
  await expect(files(page)).toContainText("Uploaded")
  await page.context().clearCookies()
  await page.context().setOffline(true)
  await expect(page.locator(".liveview-banner")).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.locator(".liveview-banner")).toHaveCount(0)
  await expect(files(page)).toContainText("one.png")
  await add(page).click()
  await expect(album(page)).toHaveCount(1)
})

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing serious where files are listed (${colorScheme}), and they fit a phone`, async ({ page, mistakes }) => {
    mistakes.expect(/liveview:error.*invalid/)
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
    await page.setViewportSize({ width: 360, height: 740 })
    await open(page)
    await page.locator("#picture").setInputFiles(picture(`${"a long name ".repeat(8)}.png`))
    await page.getByRole("button", { name: "Add", exact: true }).click()
    await expect(album(page)).toHaveCount(1)
    await slow(page, 100_000)
    await pictures(page).setInputFiles([
      picture(`${"another_long_name_".repeat(6)}.png`),
      picture("slow.png", 4_000_000),
      { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("x") },
    ])
    await expect(page.getByRole("alert")).toBeVisible()
    await expect(files(page).first()).toContainText("Uploaded")
    await expect(files(page).getByRole("progressbar")).toBeVisible()
    await expectAccessible(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
  })
}

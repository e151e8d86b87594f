import type { Page } from "@playwright/test"

import { expect, open, test } from "./lab.ts"

const title = (page: Page) => page.getByLabel("Title")
const caret = (page: Page) => title(page).evaluate((field: HTMLInputElement) => [field.selectionStart, field.selectionEnd])

test("what is typed, chosen and selected stays while answers put other elements around it, late, cut off and again", async ({
  page,
  network,
}) => {
  await open(page, "/hands")
  await page.getByLabel("File").setInputFiles({ name: "map.txt", mimeType: "text/plain", buffer: Buffer.from("x") })
  await page.getByLabel("Tags").selectOption(["red", "blue"])
  await expect(page.locator("#looked")).toContainText('"tags":["red","blue"]')
  network.hold()
  await title(page).pressSequentially("harbour")
  await title(page).evaluate((field: HTMLInputElement) => field.setSelectionRange(2, 5))
  network.release()
  await expect(page.locator("#looked")).toContainText("harbour")
  expect([await title(page).inputValue(), await caret(page)]).toEqual(["harbour", [2, 5]])
  await expect(title(page)).toBeFocused()
  network.cut()
  await title(page).press("End")
  await title(page).pressSequentially(" light")
  await expect(page.locator("#looked")).toContainText("harbour light")
  await expect(title(page)).toBeFocused()
  await page.getByLabel("Day").focus()
  await page.keyboard.type("0203")
  await title(page).fill("harbour lights")
  await page.getByLabel("Day").fill("2026-02-03")
  await expect(page.locator("#looked")).toContainText('"day":"2026-02-03"')
  await page.getByRole("button", { name: "Keep", exact: true }).click()
  await expect(page.locator("#sent")).toHaveText("harbour lights 2026-02-03 red blue map.txt")
  await expect(title(page)).toHaveValue("")
})

test("a message stands where the page says, also outside of the form", async ({ page, mistakes }) => {
  mistakes.expect(/"code":"refused"/)
  await open(page, "/hands")
  await title(page).fill("taken")
  await title(page).press("Enter")
  await expect(page.getByText("That title is taken")).toHaveCount(1)
  await expect(title(page)).toHaveAccessibleDescription("That title is taken")
  await expect(title(page)).toHaveValue("taken")
})

test("the region of notices is there a frame before the first notice is", async ({ page }) => {
  await page.addInitScript(() => {
    const seen: string[] = []
    Object.assign(window, { seen })
    new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue
          if (node.id === "liveview-notices") {
            seen.push("region")
            requestAnimationFrame(() => seen.push("frame"))
          }
          if (node.matches("#liveview-notices .liveview-toast")) seen.push("toast")
        }
    }).observe(document, { childList: true, subtree: true })
  })
  await open(page, "/http")
  await expect(page.locator("#liveview-notices")).toBeEmpty()
  await page.getByRole("textbox", { name: "What" }).fill("lamp")
  await page.getByRole("button", { name: "Small" }).click()
  await expect(page.locator(".liveview-toast")).toContainText("Ordered")
  expect(await page.evaluate(() => "seen" in window && window.seen)).toEqual(["region", "frame", "toast"])
})

test.describe("without script", () => {
  test.use({ javaScriptEnabled: false })

  test("fields outside of their form are sent with it, lists and files among them", async ({ page }) => {
    await page.goto("/hands")
    await title(page).fill("lamp")
    await page.getByLabel("Day").fill("2026-02-03")
    await page.getByLabel("Tags").selectOption("blue")
    await page.getByLabel("File").setInputFiles({ name: "map.txt", mimeType: "text/plain", buffer: Buffer.from("x") })
    await page.getByRole("button", { name: "Keep", exact: true }).click()
    await expect(page.locator("#sent")).toHaveText("lamp 2026-02-03 blue map.txt")
  })

  test("a form that only a patch has opened is still there when it is refused, and each of its buttons does what it says", async ({
    page,
    mistakes,
  }) => {
    mistakes.expect(/422/)
    const note = page.getByRole("textbox", { name: "Note" })
    for (const [button, result] of [
      ["Keep note", "a long note"],
      ["Drop note", "Dropped a long note"],
    ] as const) {
      await page.goto("/hands")
      await page.getByRole("button", { name: "Open note" }).click()
      for (const text of ["a", "no"]) {
        await note.fill(text)
        await page.getByRole("button", { name: "Keep note" }).click()
        await expect(page.getByText("More, please.")).toHaveCount(1)
        await expect(note).toHaveValue(text)
        await expect(note).toHaveAccessibleDescription("More, please.")
      }
      await note.fill("a long note")
      await page.getByRole("button", { name: button }).click()
      await expect(page.locator("#notes")).toHaveText(result)
    }
  })
})

import { openPage, testApp } from "livetsx/testing"
import { afterAll, expect, it } from "vitest"

const live = await testApp()
afterAll(() => live.close())

it("shows everybody what one visitor adds, ticks and removes", async () => {
  const ann = await openPage(live, "/")
  const ben = await openPage(live, "/")

  await ann.fill("#text", "Lemonade")
  await ann.submit("#add")
  await ben.waitFor(() => ben.texts(".tick").includes("Lemonade"))
  await ann.settled()
  expect(ann.value("#text")).toBe("")

  await ben.click("Lemonade")
  await ann.waitFor(() => ann.attribute(".tick", "aria-pressed") === "true")

  await ann.click(".remove")
  await ben.waitFor(() => ben.count(".item") === 0)
})

it("says what is wrong, and keeps what was typed", async () => {
  const page = await openPage(live, "/")
  await page.fill("#text", "   ")
  await page.submit("#add")
  await page.settled()
  expect(page.text("#add")).toContain("Write what is needed.")
  expect(page.count(".item")).toBe(0)
})

it("shows each visitor what they have chosen", async () => {
  const ann = await openPage(live, "/")
  const ben = await openPage(live, "/")
  await ann.click("Done")
  await ann.settled()
  expect([ann.attribute("#list", "data-show"), ben.attribute("#list", "data-show")]).toEqual(["done", "all"])
})

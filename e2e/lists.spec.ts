import type { Page } from "@playwright/test"

import { expect, open, test } from "./lab.ts"

/** Ten orders, some with rows that are new or missing: always the same ones. */
const orders = ["jihgfedcba", "bjcadehfgi", "ace", "klmaceno", "oecmalkn", "abcdefghij", "bcdefghija", "jbcdefghia", "xyz", "zaybxc"]

const rows = (page: Page) =>
  page.evaluate(() => ({
    flat: [...document.querySelectorAll("#flat > li")].map((row) => row.textContent?.trim()),
    nested: [...document.querySelectorAll("#nested > section")].map((row) => row.textContent?.replace(/\s+/g, " ").trim()),
    table: [...document.querySelectorAll("#table > tr")].map((row) => `${row.id} ${row.className}`),
  }))

const expected = (order: string, round: number) => ({
  flat: [...order].map((key) => `${key} ${round}`),
  nested: [...order].map(
    (key) =>
      `${key}${[...order]
        .reverse()
        .map((inner) => `${key}${inner} ${round}`)
        .join("")}`,
  ),
  table: [...order].map((key, index) => `row-${key} ${index % 2 ? "odd" : ""}`),
})

test("lists are what the server has after any reordering, and rows that stay are the same nodes, with the same controllers", async ({
  page,
}) => {
  await open(page, "/keyed")
  for (const [index, order] of orders.entries()) {
    await page.evaluate(() => {
      for (const row of document.querySelectorAll("#flat > li,#nested li,#table > tr"))
        Object.assign(row, { was: row.id || row.getAttribute("data-key") })
    })
    const before: string[] = await page.evaluate(() => [...document.querySelectorAll("#table > tr")].map(({ id }) => id))
    await page.getByLabel("Order").fill(order)
    await page.getByRole("button", { name: "Reorder" }).click()
    await expect.poll(() => rows(page)).toEqual(expected(order, index + 1))
    const kept = await page.evaluate(() =>
      [...document.querySelectorAll("#table > tr")].filter((row) => "was" in row && row.was === row.id).map(({ id }) => id),
    )
    expect(kept.sort()).toEqual(before.filter((id) => order.includes(id.slice(4))).sort())
    const wrong = await page.evaluate(
      () =>
        [...document.querySelectorAll("#flat > li,#nested li")].filter((row) => "was" in row && row.was !== row.getAttribute("data-key"))
          .length,
    )
    expect(wrong).toBe(0)
    const notes = await page.evaluate((): string[] => {
      const noted: unknown = Reflect.get(window, "notes")
      return Array.isArray(noted) ? noted.splice(0) : []
    })
    const ids = [...order].map((key) => `row-${key}`)
    expect(notes.filter((note) => !note.startsWith("patched")).sort()).toEqual([
      ...(index ? ids.filter((id) => !before.includes(id)) : [...new Set([...before, ...ids])]).map((id) => `connected ${id}`).sort(),
      ...before
        .filter((id) => !ids.includes(id))
        .map((id) => `disconnected ${id}`)
        .sort(),
    ])
  }
})

test("what is written in a row goes with the row, and so does the focus", async ({ page }) => {
  await open(page, "/keyed")
  const note = page.getByLabel("note c")
  await page.evaluate(() => {
    const button = document.querySelector("button")
    document.addEventListener("keydown", ({ key }) => key === "F2" && button?.click())
  })
  await page.getByLabel("Order").fill("jihgfedcba")
  await note.fill("mine")
  await note.evaluate((field: HTMLInputElement) => field.setSelectionRange(1, 2))
  await note.press("F2")
  await expect.poll(() => rows(page)).toEqual(expected("jihgfedcba", 1))
  await expect(note).toHaveValue("mine")
  await expect(note).toBeFocused()
  expect(await note.evaluate((field: HTMLInputElement) => [field.selectionStart, field.selectionEnd])).toEqual([1, 2])
})

test("a list grows in both directions within its limit, and what is read stays where it is", async ({ page }) => {
  await open(page, "/lines")
  const list = page.locator("#window")
  const shown = () => page.evaluate(() => [...document.querySelectorAll("#lines li")].map(({ id }) => Number(id.slice(5))))
  const scrollTo = (top: number) => list.evaluate((element, y) => element.scrollTo(0, y), top)
  /** The lines that stand in the window, and where. */
  const read = () =>
    list.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect()
      const rows = [...element.querySelectorAll("li")].map((row) => [row.id, Math.round(row.getBoundingClientRect().top - top)] as const)
      return Object.fromEntries(rows.filter(([, y]) => y >= 0 && y + 40 <= bottom - top))
    })
  // The beginning is in view: twenty lines come before it.
  await expect.poll(shown).toEqual(Array.from({ length: 60 }, (_, index) => 480 + index))
  expect(await read()).toMatchObject({ "line-500": 20, "line-508": 340 })
  for (const [first, last] of [
    [500, 560],
    [520, 580],
    [540, 600],
  ]) {
    await scrollTo(1e6)
    await expect.poll(shown).toEqual(Array.from({ length: 60 }, (_, index) => (first ?? 0) + index))
    // The end that was seen last has not moved.
    expect(await read()).toMatchObject({ [`line-${(last ?? 0) - 21}`]: 340 })
  }
  await expect(page.locator("#gone")).toHaveText("bottom is gone")
  for (const first of [520, 500, 480]) {
    await scrollTo(0)
    await expect.poll(shown).toEqual(Array.from({ length: 60 }, (_, index) => first + index))
    expect(await read()).toMatchObject({ [`line-${first + 20}`]: 20 })
  }
  await expect(page.locator("#gone")).toHaveText("top is gone")
})

test("a row that says that a list is empty stays in it, uncounted, and is seen only while it is", async ({ page }) => {
  await open(page, "/todo")
  const empty = page.getByText("Nothing to do")
  await expect(empty).toBeVisible()
  for (const id of ["one", "two", "three"]) {
    await page.getByRole("button", { name: `Put ${id}` }).click()
    await expect(page.locator(`#${id}`)).toBeVisible()
    await expect(empty).toBeHidden()
  }
  await expect(page.locator("#todo li")).toHaveText(["Nothing to do", "two", "three"])
  for (const id of ["two", "three"]) await page.getByRole("button", { name: `Drop ${id}` }).click()
  await expect(empty).toBeVisible()
})

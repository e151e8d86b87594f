import type { Page } from "@playwright/test"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import type { Arrival } from "./patch-actions.ts"
import { launchChromium } from "./fixtures/chromium.ts"

let chromium: Awaited<ReturnType<typeof launchChromium>>

beforeAll(async () => {
  chromium = await launchChromium()
}, 30_000)
afterAll(() => chromium.close())

/** How a morph arrives where it is not somebody else's: as the reply to the form's own submission. */
type Reply = { source?: Arrival["source"]; own?: boolean; since?: number }

/** A form with one field in the page; what comes next is morphed into it. */
async function field(markup: string): Promise<{ page: Page; morph(markup: string, arrival?: Reply): Promise<void> }> {
  const page = await chromium.open(`<form id="f">${markup}</form><button id="other">Other</button>`)
  return {
    page,
    morph: (next, arrival = {}) =>
      page.evaluate(
        ([html, { source = "room", own, since }]) => {
          const form = own ? document.querySelector("form") : undefined
          window.dom.applyPatches([["morph", "f", `<form id="f">${html}</form>`]], { source, form, since })
        },
        [next, arrival] as const,
      ),
  }
}

const state = (page: Page) =>
  page.evaluate(() => {
    const field = document.querySelector("input,textarea,select")
    if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return {}
    return { value: field.value, start: field.selectionStart, end: field.selectionEnd, focused: document.activeElement === field }
  })

const chosen = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll("option")].filter((option) => option.selected).map((option) => option.value))
const ticked = (page: Page) =>
  page.evaluate(() => [...document.querySelectorAll("input")].filter((input) => input.checked).map((input) => input.value))

describe("a text field", () => {
  it("keeps what the person typed where the server changed nothing, focused or not", async () => {
    const { page, morph } = await field(`<input value="base">`)
    await page.fill("input", "mine")
    await page.focus("#other")
    await morph(`<i>new</i><input value="base">`)
    expect(await state(page)).toMatchObject({ value: "mine", focused: false })
  })

  it("takes the server's change when it is not focused", async () => {
    const { page, morph } = await field(`<input value="base">`)
    await page.fill("input", "mine")
    await page.focus("#other")
    await morph(`<input value="theirs">`)
    expect(await state(page)).toMatchObject({ value: "theirs" })
  })

  it("keeps text, selection and focus against the server's change while it is focused, edited or not", async () => {
    for (const typed of ["mine", ""]) {
      const { page, morph } = await field(`<input value="base">`)
      await page.focus("input")
      if (typed) await page.fill("input", typed)
      await page.evaluate(() => document.querySelector("input")?.setSelectionRange(1, 3))
      await morph(`<p>error</p><input value="theirs" class="wrong">`)
      expect(await state(page)).toEqual({ value: typed || "base", start: 1, end: 3, focused: true })
    }
  })

  it("lets the server win with data-liveview-overwrite, and keeps the focus", async () => {
    const { page, morph } = await field(`<input value="base" data-liveview-overwrite>`)
    await page.fill("input", "something long")
    await morph(`<input value="base" data-liveview-overwrite>`)
    expect(await state(page)).toEqual({ value: "base", start: 4, end: 4, focused: true })
  })

  it("is emptied by the reply to its own form's submission, and keeps the focus", async () => {
    const { page, morph } = await field(`<textarea></textarea>`)
    await page.fill("textarea", "a message")
    await morph(`<textarea></textarea>`, { source: "reply", own: true, since: await page.evaluate(() => window.dom.moment()) })
    expect(await state(page)).toMatchObject({ value: "", focused: true })
  })

  it("keeps what was typed after the submission that is answered", async () => {
    const { page, morph } = await field(`<input value="">`)
    await page.fill("input", "sent")
    const since = await page.evaluate(() => window.dom.moment())
    await page.fill("input", "typed since")
    await morph(`<input value="">`, { source: "reply", own: true, since })
    expect(await state(page)).toMatchObject({ value: "typed since" })
    expect(await page.evaluate((then) => window.dom.edited(document.forms[0] ?? new HTMLFormElement(), then).length, since)).toBe(1)
  })

  it("keeps what was typed after an event whose answer says something else of it, focused or not", async () => {
    const { page, morph } = await field(`<input value="">`)
    await page.fill("input", "h")
    const since = await page.evaluate(() => window.dom.moment())
    await page.fill("input", "hello")
    await page.focus("#other")
    await morph(`<input value="h">`, { source: "reply", since })
    expect(await state(page)).toMatchObject({ value: "hello", focused: false })
    await morph(`<input value="Hello">`, { source: "reply", since: await page.evaluate(() => window.dom.moment()) })
    expect(await state(page)).toMatchObject({ value: "Hello" })
  })

  it("is emptied by a difference that tells of its form as well", async () => {
    const { page } = await field(`<input value=""><p>1</p>`)
    await page.fill("input", "sent")
    const form = (since: number) =>
      page.evaluate((then) => window.dom.applyPatches([[0, "f", 1, "2"]], { source: "reply", form: document.forms[0], since: then }), since)
    await form(await page.evaluate(() => window.dom.moment()))
    expect(await state(page)).toMatchObject({ value: "" })
    expect(await page.textContent("p")).toBe("2")
    await page.fill("input", "again")
    await page.evaluate(() =>
      window.dom.applyPatches([[1, "f", [], {}]], { source: "reply", form: document.forms[0], since: window.dom.moment() }),
    )
    expect(await state(page)).toMatchObject({ value: "", focused: true })
  })

  it("keeps half a number", async () => {
    const { page, morph } = await field(`<input type="number" value="1">`)
    await page.focus("input")
    await page.keyboard.press("Control+A")
    await page.keyboard.type("2e")
    await morph(`<i></i><input type="number" value="7">`)
    expect(await page.evaluate(() => document.querySelector("input")?.validity.badInput)).toBe(true)
    await page.keyboard.type("1")
    expect(await state(page)).toMatchObject({ value: "2e1" })
  })

  it("is not touched while an input method composes in it", async () => {
    const { page, morph } = await field(`<input value="" data-liveview-overwrite>`)
    await page.focus("input")
    const session = await page.context().newCDPSession(page)
    await session.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 })
    await morph(`<b>error</b><input value="theirs" data-liveview-overwrite>`)
    expect(await state(page)).toMatchObject({ value: "に", focused: true })
    await session.send("Input.insertText", { text: "日本" })
    await expect.poll(() => state(page)).toMatchObject({ value: "theirs" })
  })

  it("goes on composing after a patch from somebody else", async () => {
    const { page, morph } = await field(`<input value="">`)
    await page.focus("input")
    const session = await page.context().newCDPSession(page)
    await session.send("Input.imeSetComposition", { text: "に", selectionStart: 1, selectionEnd: 1 })
    await morph(`<b>error</b><input value="theirs">`)
    await session.send("Input.imeSetComposition", { text: "にほ", selectionStart: 2, selectionEnd: 2 })
    await session.send("Input.insertText", { text: "日本" })
    expect(await state(page)).toMatchObject({ value: "日本" })
  })

  it("keeps a chosen file, also when its form is answered: it is taken away by what sent it", async () => {
    const { page, morph } = await field(`<input type="file">`)
    await page.setInputFiles("input", { name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a") })
    const files = () => page.evaluate(() => document.querySelector("input")?.files?.length)
    await morph(`<i></i><input type="file">`)
    expect(await files()).toBe(1)
    await morph(`<i></i><input type="file">`, { source: "reply", own: true, since: await page.evaluate(() => window.dom.moment()) })
    expect(await files()).toBe(1)
  })
})

describe("boxes and buttons", () => {
  it("stay as the person ticked them until the server changes them", async () => {
    const { page, morph } = await field(`<input type="checkbox" value="a"><input type="checkbox" value="b" checked>`)
    await page.check("[value=a]")
    await page.focus("#other")
    await morph(`<input type="checkbox" value="a" class="x"><input type="checkbox" value="b" checked>`)
    expect(await ticked(page)).toEqual(["a", "b"])
    await morph(`<input type="checkbox" value="a" checked><input type="checkbox" value="b">`)
    expect(await ticked(page)).toEqual(["a"])
  })

  it("of one group keep the person's choice while one of them is focused", async () => {
    const radios = (checked: string) =>
      ["a", "b", "c"].map((value) => `<input type="radio" name="r" value="${value}"${value === checked ? " checked" : ""}>`).join("")
    const { page, morph } = await field(radios("b"))
    await page.check("[value=a]")
    await page.focus("[value=a]")
    await morph(radios("c"))
    expect(await ticked(page)).toEqual(["a"])
    await page.focus("#other")
    await morph(radios("b"))
    expect(await ticked(page)).toEqual(["b"])
  })
})

describe("a select", () => {
  const options = (values: string[], selected = "") =>
    values.map((value) => `<option${value === selected ? " selected" : ""}>${value}</option>`).join("")

  it("keeps the person's choice when its options change", async () => {
    const { page, morph } = await field(`<select>${options(["a", "b", "c"])}</select>`)
    await page.selectOption("select", "b")
    await morph(`<select>${options(["z", "a", "y", "b"])}</select>`)
    expect(await chosen(page)).toEqual(["b"])
  })

  it("falls back to the server's where the choice has gone", async () => {
    const { page, morph } = await field(`<select>${options(["", "a", "b"])}</select>`)
    await page.selectOption("select", "b")
    await morph(`<select>${options(["", "c"])}</select>`)
    expect(await chosen(page)).toEqual([""])
  })

  it("takes the server's new choice when it is not focused, by difference too", async () => {
    const { page, morph } = await field(`<select id="s">${options(["a", "b", "c"], "a")}</select>`)
    await page.selectOption("select", "b")
    await morph(`<select id="s">${options(["a", "b", "c"], "c")}</select>`)
    expect(await chosen(page)).toEqual(["c"])
    await page.evaluate(() => {
      const patches: Parameters<typeof window.dom.applyPatches>[0] = [
        [1, "s", 2, { selected: null }],
        [1, null, 0, { selected: "" }],
      ]
      window.dom.applyPatches(patches, { source: "room" })
    })
    expect(await chosen(page)).toEqual(["a"])
  })

  it("keeps several choices", async () => {
    const { page, morph } = await field(`<select multiple>${options(["a", "b", "c"])}</select>`)
    await page.selectOption("select", ["a", "c"])
    await morph(`<select multiple>${options(["c", "b", "a", "d"])}</select>`)
    expect(await chosen(page)).toEqual(["c", "a"])
    await page.selectOption("select", [])
    await morph(`<select multiple>${options(["c", "b"])}</select>`)
    expect(await chosen(page)).toEqual([])
  })

  it("is emptied with the others after its form was sent", async () => {
    const selects = `<select>${options(["", "a"])}</select><select>${options([""])}</select>`
    const { page, morph } = await field(`<select>${options(["", "a"])}</select><select>${options(["", "x"])}</select>`)
    await page.selectOption("select >> nth=0", "a")
    await page.selectOption("select >> nth=1", "x")
    await morph(selects, { source: "reply", own: true, since: await page.evaluate(() => window.dom.moment()) })
    expect(await chosen(page)).toEqual(["", ""])
  })
})

import type { Page } from "@playwright/test"
import { afterAll, beforeAll, expect, it } from "vitest"

import type { Patch, Reply } from "../server/protocol.ts"
import { launchLive } from "./fixtures/live-chromium.ts"

let chromium: Awaited<ReturnType<typeof launchLive>>

beforeAll(async () => {
  chromium = await launchLive()
}, 30_000)
afterAll(() => chromium.close())

const expected = (...patches: Patch[]) =>
  `<template data-liveview-optimistic="${JSON.stringify(patches).replaceAll("&", "&amp;").replaceAll('"', "&quot;")}"></template>`

const button = (id: string, ...patches: Patch[]) =>
  `<button id="${id}" data-action="click->page#run" data-liveview-function="${id}">${id}${expected(...patches)}</button>`

const list = `<ul id="l"><li id="a" class="row">a</li><li id="b">b</li></ul><p>total: <b id="total">2</b></p>`

const shown = (page: Page) =>
  page.evaluate(() => `${document.querySelector("#l")?.innerHTML} ${document.querySelector("#total")?.textContent}`)
const reply = (page: Page, answer: Reply) => page.evaluate((one) => window.server.reply(one), answer)
const push = (page: Page, ...patches: Patch[]) => page.evaluate((all) => window.server.push("*", ...all), patches)
const before = `<li id="a" class="row">a</li><li id="b">b</li> 2`

const open = (...buttons: string[]) => chromium.open(list + buttons.join(""))

const all: Patch[] = [
  ["append", "#l", `<li id="c">c</li>`],
  ["attributes", "#a", { class: "row done" }, []],
  ["remove", "#b"],
  ["update", "#total", "3"],
]

it("is shown at once, and gives way to the reply", async () => {
  const page = await open(button("add", ...all))
  await page.click("#add")
  expect(await shown(page)).toBe(`<li id="a" class="row done">a</li><li id="c">c</li> 3`)
  await reply(page, [["append", "#l", `<li id="c">from the server</li>`]])
  expect(await shown(page)).toBe(`<li id="a" class="row">a</li><li id="b">b</li><li id="c">from the server</li> 2`)
})

it.each<[string, Reply]>([
  ["refused", { code: "refused", message: "No." }],
  ["answered with nothing", []],
])("is undone when the event is %s", async (_, answer) => {
  const page = await open(button("add", ...all))
  const b = await page.$("#b")
  await page.click("#add")
  await reply(page, answer)
  expect(await shown(page)).toBe(before)
  expect(await b?.evaluate((node) => node.isConnected)).toBe(true)
})

it("is undone when the event has expired", async () => {
  const page = await open(button("add", ...all))
  await page.clock.install()
  await page.evaluate(() => window.server.listener.disconnected())
  await page.click("#add")
  expect(await shown(page)).toContain("c")
  await page.clock.fastForward(40_000)
  expect(await shown(page)).toBe(before)
})

it("is right with several pending, whichever is refused", async () => {
  const page = await open(
    button("one", ["append", "#l", `<li id="c">c</li>`], ["update", "#total", "3"]),
    button("two", ["append", "#l", `<li id="d">d</li>`], ["update", "#total", "4"]),
    button("three", ["remove", "#c"], ["update", "#total", "3"]),
  )
  for (const id of ["one", "two", "three"]) await page.click(`#${id}`)
  expect(await shown(page)).toBe(`<li id="a" class="row">a</li><li id="b">b</li><li id="d">d</li> 3`)
  await reply(page, { code: "refused" })
  expect(await shown(page)).toBe(`<li id="a" class="row">a</li><li id="b">b</li><li id="d">d</li> 3`)
  await reply(page, [["append", "#l", `<li id="d">D</li>`]])
  expect(await shown(page)).toBe(`<li id="a" class="row">a</li><li id="b">b</li><li id="d">D</li> 3`)
  await reply(page, { code: "refused" })
  expect(await shown(page)).toBe(`<li id="a" class="row">a</li><li id="b">b</li><li id="d">D</li> 2`)
})

it("lets what the server sends meanwhile find the page as the server knows it", async () => {
  const page = await open(button("add", ...all))
  await page.click("#add")
  // The second child is put in, the first gets a text: counted among what the server knows.
  await push(page, [2, "l", [], 2, `<li id="x">x</li>`], [0, null, 1, "bb"], [0, "total", [], "7"])
  expect(await shown(page)).toBe(`<li id="a" class="row done">a</li><li id="x">x</li><li id="c">c</li> 3`)
  await reply(page, { code: "refused" })
  expect(await shown(page)).toBe(`<li id="a" class="row">a</li><li id="b">bb</li><li id="x">x</li> 7`)
  await push(page, [3, "l", [], 0])
  expect(await shown(page)).toBe(`<li id="b">bb</li><li id="x">x</li> 7`)
})

it("leaves what scripts and the person have done meanwhile", async () => {
  const page = await open(`<input id="i"><ul id="s"><li>1</li></ul>`, button("add", ...all, ["append", "#s", "<li>2</li>"]))
  await page.click("#add")
  await page.fill("#i", "typed")
  await page.evaluate(() => {
    document.querySelector("#a")?.classList.add("open")
    document.querySelector("#l")?.insertAdjacentHTML("beforeend", "<li>script</li>")
  })
  await reply(page, { code: "refused" })
  expect(await page.inputValue("#i")).toBe("typed")
  expect(await shown(page)).toBe(`<li id="a" class="row open">a</li><li id="b">b</li><li>script</li> 2`)
  await push(page, [1, "a", [], { class: "line" }], [2, "l", [], 2, "<li>last</li>"])
  expect(await shown(page)).toBe(`<li id="a" class="open line">a</li><li id="b">b</li><li>last</li><li>script</li> 2`)
})

it("does not disturb what a button says while it waits", async () => {
  const page = await chromium.open(
    `<p id="row"><button id="save" data-action="click->page#run" data-liveview-function="save" data-liveview-disable-with="Saving">Save${expected(["attributes", "#save", { title: "saved" }, []], ["morph", "row2", `<p id="row2">kept</p>`])}</button></p><p id="row2">open</p>`,
  )
  await page.click("#save")
  expect(await page.textContent("#save")).toBe("Saving")
  expect(await page.textContent("#row2")).toBe("kept")
  await reply(page, { code: "refused" })
  expect(await page.textContent("#save")).toBe("Save")
  expect(await page.getAttribute("#save", "title")).toBe(null)
  expect(await page.isEnabled("#save")).toBe(true)
})

it("belongs to the form that is sent, not to what triggers inside of it", async () => {
  const page = await chromium.open(
    `<form data-action="submit->page#run" data-liveview-function="f"><div>${expected(["update", "#o", "sent"])}</div>${button("other", ["update", "#o", "other"])}<button id="send">Send</button></form><p id="o">-</p>`,
  )
  await page.click("#send")
  expect(await page.textContent("#o")).toBe("sent")
  await reply(page, [])
  expect(await page.textContent("#o")).toBe("-")
})

import type { Page } from "@playwright/test"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import type { Difference } from "../server/protocol.ts"
import { launchChromium } from "./fixtures/chromium.ts"

let chromium: Awaited<ReturnType<typeof launchChromium>>

beforeAll(async () => {
  chromium = await launchChromium()
}, 30_000)
afterAll(() => chromium.close())

const apply = (page: Page, ...differences: Difference[]) =>
  page.evaluate((patches) => window.dom.applyPatches(patches, { source: "reply" }), differences)
const html = (page: Page) => page.evaluate(() => document.querySelector("#a")?.outerHTML)

describe("a difference", () => {
  it("changes text, attributes and children where its path says", async () => {
    const page = await chromium.open(`<ul id="a"><li>1</li><li class="x">2</li><li>3</li></ul>`)
    const outcome = await apply(
      page,
      [0, "a", 0, "one"],
      [0, null, [2, 0], "three"],
      [1, null, 1, { class: "y", title: "t" }],
      [1, null, [], { class: "list" }],
    )
    expect(outcome).toEqual({ missing: [], lost: false })
    expect(await html(page)).toBe(`<ul id="a" class="list"><li>one</li><li class="y" title="t">2</li><li>three</li></ul>`)
    await apply(
      page,
      [2, "a", [], 3, "<li>4</li>"],
      [2, null, [], 0, "<li>0</li>"],
      [3, null, [], 1, 2],
      [4, null, [], 0, 2],
      [5, null, 1, "<li><b>four</b></li>"],
    )
    expect(await html(page)).toBe(`<ul id="a" class="list"><li>three</li><li><b>four</b></li><li>0</li></ul>`)
  })

  it("copies what the server sent, and nothing of what the person or a script made of it", async () => {
    const page = await chromium.open(`<div id="a"><p class="row" title="1"><input value="1"><b>one</b></p></div>`)
    await page.fill("input", "mine")
    await page.evaluate(() => {
      document.querySelector("p")?.classList.add("mine")
      document.querySelector("p")?.append(document.createElement("hr"))
    })
    await apply(page, [
      6,
      "a",
      [],
      1,
      0,
      [
        [[], { title: "2" }],
        [0, { value: "2" }],
        [1, "two"],
      ],
    ])
    expect(await page.evaluate(() => document.querySelector("#a")?.lastElementChild?.outerHTML)).toBe(
      `<p class="row" title="2"><input value="2"><b>two</b></p>`,
    )
    expect(await page.locator("input").last().inputValue()).toBe("2")
  })

  it("counts the server's nodes only, and the ones that a script took away", async () => {
    const page = await chromium.open(`<ul id="a"><li>1</li><li>2</li><li>3</li></ul>`)
    await page.evaluate(() => {
      const list = document.querySelector("#a")
      list?.prepend(document.createElement("hr"))
      list?.append(document.createElement("hr"))
      list?.querySelectorAll("li")[1]?.remove()
    })
    expect(
      await apply(page, [0, "a", 2, "three"], [0, null, 1, "unseen"], [2, null, [], 3, "<li>4</li>"], [2, null, [], 1, "<li>new</li>"]),
    ).toMatchObject({ lost: false })
    expect(await html(page)).toBe(`<ul id="a"><hr><li>1</li><li>new</li><li>three</li><li>4</li><hr></ul>`)
    await apply(page, [3, "a", [], 0, 5])
    expect(await html(page)).toBe(`<ul id="a"><hr><hr></ul>`)
    await apply(page, [2, "a", [], 0, "<li>again</li>"])
    expect(await html(page)).toBe(`<ul id="a"><hr><hr><li>again</li></ul>`)
  })

  it("that does not fit is lost and stops those that follow from its anchor, not other patches", async () => {
    const page = await chromium.open(`<p id="a"><b>1</b></p><p id="c">2</p>`)
    const outcome = await apply(page, [0, "a", [0, 5], "x"], [1, null, [], { title: "no" }], [0, "c", 0, "two"])
    expect(outcome).toEqual({ missing: [], lost: true })
    expect(await html(page)).toBe(`<p id="a"><b>1</b></p>`)
    expect(await page.textContent("#c")).toBe("two")
    for (const misfit of [
      [3, "a", [], 0, 2],
      [4, "a", [], 0, 3],
      [6, "a", [], 0, 4, []],
      [2, "a", [], 9, "x"],
      [5, "a", 3, "x"],
      [1, "a", [0, 0], {}],
    ] satisfies Difference[]) {
      expect(await apply(page, misfit)).toMatchObject({ lost: true })
    }
    expect(await html(page)).toBe(`<p id="a"><b>1</b></p>`)
    expect(await apply(page, [0, "gone", 0, "x"])).toEqual({ missing: ["#gone"], lost: true })
  })

  it("replaces its anchor, and knows the body by the empty name", async () => {
    const page = await chromium.open(`<p id="a">1</p>`)
    await apply(page, [5, "a", [], `<h1 id="a">2</h1>`], [1, "", [], { class: "x" }])
    expect(await page.evaluate(() => document.body.outerHTML)).toBe(`<body class="x"><h1 id="a">2</h1></body>`)
  })

  it("moves the others past what has the focus: a caret and an open menu in it do not outlive a move", async () => {
    const page = await chromium.open(
      `<div id="a"><i>1</i><i>2</i><section><x-menu></x-menu><div id="text" contenteditable>mine</div></section><hr><i>3</i><i>4</i></div>`,
    )
    await page.evaluate(() => {
      document.querySelector("hr")?.remove()
      class Menu extends HTMLElement {
        disconnectedCallback() {
          document.title = "closed"
        }
      }
      customElements.define("x-menu", Menu)
    })
    await page.click("#text")
    await page.keyboard.press("End")
    const order = () =>
      page.evaluate(() => [...(document.querySelector("#a")?.children ?? [])].map((one) => one.firstChild?.nodeValue ?? "_").join(""))
    for (const [from, to, result] of [
      [2, 5, "1234_"],
      [5, 0, "_1234"],
      [0, 2, "12_34"],
    ] as const) {
      expect(await apply(page, [4, "a", [], from, to])).toMatchObject({ lost: false })
      expect(await order()).toBe(result)
    }
    await page.keyboard.type("!")
    expect([await page.textContent("#text"), await page.title()]).toEqual(["mine!", "Test"])
  })

  it("leaves what the person is writing in an editable element", async () => {
    const page = await chromium.open(`<div id="a" contenteditable>base</div>`)
    await page.click("#a")
    await page.keyboard.press("End")
    await page.keyboard.type(" mine")
    expect(await apply(page, [0, "a", 0, "theirs"])).toMatchObject({ lost: true })
    expect(await page.textContent("#a")).toBe("base mine")
  })
})

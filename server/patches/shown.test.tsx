// @vitest-environment jsdom
import * as fc from "fast-check"
import { afterEach, describe, expect, it } from "vitest"

import { cases } from "../../scripts/properties.mjs"
import type { Children } from "../jsx/jsx-runtime.ts"
import type { Patch } from "../protocol.ts"
import { ReferencePage } from "./reference-page.ts"
import { renderMarkup } from "./render.ts"
import { Shown } from "./shown.ts"
import { setShownBudget } from "./shown-memory.ts"

afterEach(() => setShownBudget(64_000_000))

const item = (name: string) => `<li id="item-${name}"><b>Item</b> <span>${name}</span></li>`
const list = (...items: string[]) => `<ul id="list">${items.map(item).join("")}</ul>`
const counter = (count: number) => `<section id="counter"><h2>A counter with a title</h2><output>${count}</output></section>`
const body = (...parts: string[]) => `<body data-controller="page"><main>${parts.join("")}</main></body>`

describe("what a page was shown", () => {
  it("makes differences of whole patches, from the first one on", () => {
    const shown = new Shown(body(counter(0), list("a", "b")))
    expect(shown.encode([["morph", "counter", counter(1)]])).toEqual([[0, "counter", 1, "1"]])
    expect(
      shown.encode([
        ["morph", "counter", counter(2)],
        ["title", "2"],
        ["morph", "list", list("b")],
      ]),
    ).toEqual([
      [0, "counter", 1, "2"],
      ["title", "2"],
      [3, "list", [], 0],
    ])
    expect(shown.encode([["morph", "counter", counter(2)]])).toEqual([])
    expect(shown.encode([["body", body(counter(3), list("b"))]])).toEqual([[0, "", [0, 0, 1], "3"]])
    expect(shown.applied).toBe(3)
  })

  it("follows what reached the page by another way", () => {
    const shown = new Shown(body(counter(0), list("a")))
    shown.passed([["append", "#list", '<li id="item-b"><b>Item</b> <span>b</span></li>']])
    shown.passed([["morph", "counter", counter(5)]])
    expect(shown.encode([["body", body(counter(6), list("a", "b"))]])).toEqual([[0, "", [0, 0, 1], "6"]])
    expect(shown.applied).toBe(3)
  })

  it("sends an appended row as a copy of its neighbour", () => {
    const shown = new Shown(body(list("a")))
    const row = '<li id="item-b"><b>Item</b> <span>b</span></li>'
    expect(shown.encode([["append", "#list", row]])).toEqual([
      [
        6,
        "list",
        [],
        1,
        0,
        [
          [[], { id: "item-b" }],
          [2, "b"],
        ],
      ],
    ])
    expect(shown.encode([["morph", "list", list("a", "c")]])).toHaveLength(2)
  })

  it("sends the whole, and remembers it, after it was told to forget", () => {
    const shown = new Shown(body(counter(0)))
    shown.forget()
    expect(shown.encode([["morph", "counter", counter(1)]])).toEqual([["morph", "counter", counter(1)]])
    expect(shown.encode([["morph", "counter", counter(2)]])).toEqual([[0, "counter", 1, "2"]])
    expect(shown.encode([["body", body(counter(3))]])).toEqual([["body", body(counter(3))]])
    expect(shown.encode([["body", body(counter(4))]])).toEqual([[0, "", [0, 0, 1], "4"]])
  })

  it.each<[string, Patch]>([
    ["a selector that is more than an id", ["update", "#list li", "x"]],
    ["every match", ["remove", ".a"]],
    ["what the browser takes away later", ["append", "#list", "<li>x</li>", { removeAfter: 10 }]],
    ["a text beside a text", ["after", "#list", "x"]],
    ["an id that is there already", ["append", "#list", '<li id="counter">x</li>']],
    ["a difference that was made elsewhere", [3, "list", [], 0]],
  ])("does not guess after %s", (_, patch) => {
    const shown = new Shown(body(counter(0), list("a", "b")))
    shown.encode([patch])
    expect(shown.encode([["body", body(counter(1), list("a", "b"))]])).toEqual([["body", body(counter(1), list("a", "b"))]])
  })

  it.each<[string, Patch, string]>([
    ["the last", ["append", "#list", item("c") + item("d"), { limit: 3 }], list("b", "c", "d")],
    ["the first", ["prepend", "#list", item("c") + item("d"), { limit: 3 }], list("c", "d", "a")],
    ["all where there are not too many", ["append", "#list", item("c"), { limit: 3 }], list("a", "b", "c")],
  ])("knows which elements a list with a limit keeps: %s", (_, patch, kept) => {
    const shown = new Shown(body(list("a", "b")))
    shown.passed([patch])
    expect(shown.encode([["body", body(kept)]])).toEqual([])
  })

  it("knows that a list with a limit keeps what is permanent", () => {
    const empty = '<li data-liveview-permanent="">empty</li>'
    const withEmpty = (...rows: string[]) => `<ul id="list">${empty}${rows.map(item).join("")}</ul>`
    const shown = new Shown(body(withEmpty("a", "b")))
    shown.passed([["append", "#list", item("c"), { limit: 2 }]])
    expect(shown.encode([["body", body(withEmpty("b", "c"))]])).toEqual([])
  })

  it("does not guess what a list with a limit keeps beside texts", () => {
    const shown = new Shown(body('<p id="mixed">a<b>b</b></p>'))
    shown.passed([["append", "#mixed", "<b>c</b>", { limit: 1 }]])
    expect(shown.encode([["body", body('<p id="mixed">a<b>c</b></p>')]])).toEqual([["body", body('<p id="mixed">a<b>c</b></p>')]])
  })

  it("does not address by position what a browser builds otherwise", () => {
    const shown = new Shown(body("<table><tr><td>1</td></tr></table>", counter(0)))
    expect(shown.encode([["morph", "counter", counter(1)]])).toEqual([["morph", "counter", counter(1)]])
    expect(shown.encode([["morph", "counter", counter(2)]])).toEqual([[0, "counter", 1, "2"]])
  })

  it("sends the whole where an id stands twice", () => {
    const shown = new Shown(body(counter(0), counter(0)))
    expect(shown.encode([["morph", "counter", counter(1)]])).toEqual([["morph", "counter", counter(1)]])
  })

  it("does not use as an anchor an id that stands elsewhere too", () => {
    const row = (text: string) => `<div id="a-long-enough-list"><p>Some text here to be longer</p><div><p id="x">${text}</p></div></div>`
    const shown = new Shown(body('<p id="x">other</p>', row("1")))
    expect(shown.encode([["morph", "a-long-enough-list", row("2")]])).toEqual([[0, "a-long-enough-list", [1, 0], "2"]])
  })

  it("leaves alone what stands in a permanent element", () => {
    const shown = new Shown(body(`<div data-liveview-permanent>${counter(0)}</div>`))
    expect(shown.encode([["morph", "counter", counter(1)]])).toEqual([["morph", "counter", counter(1)]])
  })

  it("gives memory back: what was used least recently is forgotten, and pages that were shown the same share it", () => {
    const html = body(counter(0), "x".repeat(10_000))
    setShownBudget(16_000)
    const pages = [1, 2, 3].map(() => new Shown(html))
    for (const page of pages) expect(page.encode([["morph", "counter", counter(1)]])).toEqual([[0, "counter", 1, "1"]])
    new Shown(body(counter(0), "y".repeat(10_000)))
    expect(pages[0]?.encode([["morph", "counter", counter(2)]])).toEqual([["morph", "counter", counter(2)]])
    for (const page of pages) page.release()
    expect(pages[2]?.encode([["morph", "counter", counter(3)]])).toEqual([["morph", "counter", counter(3)]])
  })
})

const text = fc.constantFrom("a", "b", "c d", "<")
const id = fc.integer({ min: 0, max: 7 }).map((number) => `i${number}`)

/** Trees in which every id stands once, as it should be; now and then twice, as it happens. */
const { element } = fc.letrec<{ element: Children; children: Children[] }>((tie) => ({
  children: fc.array(tie("element"), { maxLength: 4 }) as fc.Arbitrary<Children[]>,
  element: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    text,
    fc
      .record({ id: fc.option(id, { nil: undefined }), title: fc.option(text, { nil: undefined }), children: tie("children") })
      .map(({ id, title, children }) => (
        <div id={id} title={title}>
          {children}
        </div>
      )),
    fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 5 }).map((rows) => (
      <ul>
        {rows.map((row) => (
          <li key={row}>
            <b>{row}</b> and more text
          </li>
        ))}
      </ul>
    )),
    fc.constant(<p data-liveview-permanent>kept</p>),
  ) as fc.Arbitrary<Children>,
}))
const elements = fc.array(element, { maxLength: 4 })

type Step = { patch: (html: string) => Patch; content: Children; how: "encode" | "passed" | "forget" }
const how = fc.constantFrom<Step["how"]>("encode", "encode", "encode", "encode", "passed", "forget")
const verbs: ((id: string) => Step["patch"])[] = [
  (id) => (html) => ["morph", id, `<div id="${id}">${html}</div>`],
  (id) => (html) => ["morph", id, `<div id="${id}" title="t">${html}<i>tail</i></div>`],
  () => (html) => ["body", `<body><main id="i0">${html}</main><p id="i1">end</p></body>`],
  (id) => (html) => ["update", `#${id}`, html],
  (id) => (html) => ["append", `#${id}`, html],
  (id) => (html) => ["prepend", `#${id}`, html],
  (id) => (html) => ["before", `#${id}`, html],
  (id) => (html) => ["after", `#${id}`, html],
  (id) => (html) => ["replace", `#${id}`, html],
  (id) => () => ["remove", `#${id}`],
  (id) => () => ["attributes", `#${id}`, { title: '"<&', class: "x" }, ["data-none"]],
]
const step: fc.Arbitrary<Step> = fc.record({
  patch: fc.tuple(fc.constantFrom(...verbs), id).map(([verb, target]) => verb(target)),
  content: elements,
  how,
})

describe("any history", () => {
  it("leaves the page as whole patches would have, where the page says what it could not apply", async () => {
    await fc.assert(
      fc.asyncProperty(elements, fc.array(step, { maxLength: 12 }), async (initial, steps) => {
        const html = `<body><main id="i0">${await renderMarkup(initial)}</main><p id="i1">end</p></body>`
        const [shown, page, whole] = [new Shown(html), new ReferencePage(html), new ReferencePage(html)]
        const log = [html]
        for (const { patch, content, how } of steps) {
          const patches = [patch(await renderMarkup(content))]
          log.push(`${how} ${JSON.stringify(patches)}`)
          if (how === "forget") shown.forget()
          if (how === "passed") shown.passed(patches)
          whole.show(patches)
          const isWhole = page.show(how === "passed" ? patches : shown.encode(patches))
          if (!isWhole && how !== "passed") shown.forget()
          if (!page.document.isEqualNode(whole.document))
            expect(page.document.body.outerHTML, log.join("\n")).toBe(whole.document.body.outerHTML)
        }
        shown.release()
      }),
      cases(500),
    )
  }, 60_000)
})

import * as fc from "fast-check"
import { describe, expect, it, vi } from "vitest"

import { cases } from "../../scripts/properties.mjs"
import * as located from "./located.ts"
import { difference } from "./difference.ts"
import { Shown } from "./shown.ts"
import { textDifference, textPlace } from "./text-place.ts"

const counter = (text: string, title = "Counter") =>
  `<section id="counter" title="a > b"><h2>${title}</h2>${title.length} of <output>${text}</output></section>`
const page = (inner: string) => `<body><main>${inner}</main></body>`
const morph = (shown: Shown, html: string) => shown.encode([["morph", "counter", html]])

function placeOf(before: string, after: string) {
  return textPlace(before, after, difference("counter", before, after) ?? [])
}

describe("the place of a text that has changed", () => {
  it("is known after the first change, and then nothing else is read", () => {
    const shown = new Shown(page(counter("0")))
    expect(morph(shown, counter("1"))).toEqual([[0, "counter", 2, "1"]])
    const reading = vi.spyOn(located, "located")
    expect(morph(shown, counter("2"))).toEqual([[0, "counter", 2, "2"]])
    expect(morph(shown, counter("2"))).toEqual([])
    expect(morph(shown, counter("10 &lt; 11"))).toEqual([[0, "counter", 2, "10 < 11"]])
    expect(reading).not.toHaveBeenCalled()
    expect(morph(shown, counter("3", "Other"))).toEqual(difference("counter", counter("10 &lt; 11"), counter("3", "Other")))
    expect(reading).toHaveBeenCalled()
    reading.mockRestore()
  })

  it("is a text among elements too", () => {
    const html = (text: string) => `<p id="counter"><b>Now:</b>${text}<i>!</i></p>`
    const place = placeOf(html("1"), html("2"))
    expect(place && textDifference(place, html("2"), html("3 &gt; 2"))).toEqual([[0, "counter", 1, "3 > 2"]])
  })

  it.each([
    ["a tag", "<b>2</b>"],
    ["nothing", ""],
    ["white space", "  "],
    ["a line break, which a <pre> drops", "\n2"],
    ["a return", "2\r"],
    ["an entity that is not known", "2&hearts;"],
  ])("is left to the whole comparison where the text becomes %s", (_, text) => {
    const place = placeOf(counter("0"), counter("1"))
    expect(place && textDifference(place, counter("1"), counter(text))).toBeUndefined()
  })

  it("is not enough where something else changes as well, before it or after", () => {
    const html = (before: string, text: string, after: string) => `<p id="counter"><b>${before}</b>${text}<i>${after}</i></p>`
    const place = placeOf(html("a", "1", "z"), html("a", "2", "z"))
    expect(place && textDifference(place, html("a", "2", "z"), html("b", "3", "z"))).toBeUndefined()
    expect(place && textDifference(place, html("a", "2", "z"), html("a", "3", "y"))).toBeUndefined()
    expect(place && textDifference(place, html("a", "2", "z"), html("a", "3", "z"))).toEqual([[0, "counter", 1, "3"]])
  })

  it.each([
    ["an attribute has changed", counter("1"), counter("1").replace('title="a', 'title="b')],
    ["two texts have changed", counter("1", "One"), counter("2", "Two")],
    ["a text has come", counter(""), counter("1")],
    ["the text holds what may be a tag's end", counter("1 > 0"), counter("1 > 2")],
    ["the markup is long", counter("1", "x".repeat(20_000)), counter("2", "x".repeat(20_000))],
  ])("is not known where %s", (_, before, after) => {
    expect(placeOf(before, after)).toBeUndefined()
  })

  it("is looked for anew when the id that leads to it stands twice", () => {
    const html = (text: string) => `<section id="counter"><div><p><i>x</i><output id="o">${text}</output></p></div></section>`
    const shown = new Shown(page(`${html("0")}<ul id="list"></ul>`))
    expect(morph(shown, html("1"))).toEqual([[0, "o", [], "1"]])
    expect(morph(shown, html("2"))).toEqual([[0, "o", [], "2"]])
    shown.encode([["morph", "list", '<ul id="list"><li id="o">x</li></ul>']])
    expect(morph(shown, html("3"))).toEqual([[0, "counter", [0, 0, 1], "3"]])
  })

  it("is forgotten when the element comes to show something else", () => {
    const shown = new Shown(page('<section id="counter"><output>0</output></section>'))
    expect(morph(shown, '<section id="counter"><output>1</output></section>')).toEqual([[0, "counter", 0, "1"]])
    const titled = (title: string) => `<i title="${title.padEnd(20, ".")}"></i>`
    shown.encode([["update", "#counter", titled("one: 1")]])
    expect(morph(shown, `<section id="counter">${titled("one: 2")}</section>`)).toEqual([
      [1, "counter", 0, { title: "one: 2".padEnd(20, ".") }],
    ])
  })

  it("gives the operations that the whole comparison gives, whatever the texts are", () => {
    const text = fc.stringMatching(/^[a-z0-9 >;&]{0,6}$/).map((raw) => raw.replaceAll("&", "&amp;"))
    fc.assert(
      fc.property(fc.array(fc.tuple(text, fc.constantFrom("One", "Two")), { minLength: 2, maxLength: 8 }), (versions) => {
        const shown = new Shown(page(counter("0")))
        let before = counter("0")
        for (const [content, title] of versions) {
          const after = counter(content, title)
          expect(morph(shown, after)).toEqual(difference("counter", before, after) ?? [["morph", "counter", after]])
          before = after
        }
      }),
      cases(100),
    )
  })
})

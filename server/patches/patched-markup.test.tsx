import { describe, expect, it } from "vitest"

import type { Patch } from "../protocol.ts"
import { patched } from "./patched-markup.ts"

const document = (body: string) => `<html><head><title>Before</title></head><body>${body}</body></html>`
const body = (html: string, ...patches: Patch[]) => /<body>(.*)<\/body>/s.exec(patched(document(html), patches).html)?.[1]

describe("patched", () => {
  it("does what each patch says", () => {
    const list = `<ul id="list"><li id="a">A</li></ul>`
    expect(body(list, ["morph", "list", `<ul id="list"></ul>`])).toBe(`<ul id="list"></ul>`)
    expect(body(list, ["update", "#list", "<li>N</li>"])).toBe(`<ul id="list"><li>N</li></ul>`)
    expect(body(list, ["replace", "#a", `<li id="b">B</li>`])).toBe(`<ul id="list"><li id="b">B</li></ul>`)
    expect(body(list, ["append", "#list", `<li id="b">B</li>`])).toBe(`<ul id="list"><li id="a">A</li><li id="b">B</li></ul>`)
    expect(body(list, ["prepend", "#list", `<li id="b">B</li>`])).toBe(`<ul id="list"><li id="b">B</li><li id="a">A</li></ul>`)
    expect(body(list, ["before", "#list", "<hr/>"])).toBe(`<hr/>${list}`)
    expect(body(list, ["after", "#list", "<hr/>"])).toBe(`${list}<hr/>`)
    expect(body(list, ["remove", "#a"])).toBe(`<ul id="list"></ul>`)
    expect(body(list, ["attributes", "#a", { title: `"<&` }, ["ID"]])).toBe(`<ul id="list"><li title="&quot;&lt;&amp;">A</li></ul>`)
    expect(
      patched(document(""), [
        ["body", "<body><i>N</i></body>"],
        ["title", "A & B"],
      ]).html,
    ).toBe("<html><head><title>A &amp; B</title></head><body><i>N</i></body></html>")
  })

  it("finds targets by any selector: the first, or all", () => {
    const rows = `<p class="n">1</p><div><p class="n">2</p></div>`
    expect(body(rows, ["update", "div > .n", "x"])).toBe(`<p class="n">1</p><div><p class="n">x</p></div>`)
    expect(body(rows, ["update", ".n", "x"])).toBe(`<p class="n">x</p><div><p class="n">2</p></div>`)
    expect(body(rows, ["update", ".n", "x", { all: true }])).toBe(`<p class="n">x</p><div><p class="n">x</p></div>`)
    expect(body(`<p class="n">1<b class="n">2</b></p>`, ["append", ".n", "x", { all: true }])).toBe(
      `<p class="n">1<b class="n">2x</b>x</p>`,
    )
  })

  it("leaves out what has no target, or no selector", () => {
    expect(body("<p>1</p>", ["update", "#gone", "x"], ["remove", "]["], ["morph", "gone", "<p/>"])).toBe("<p>1</p>")
  })

  it("has nothing twice: what came with the page already does not arrive again", () => {
    const list = `<ul id="list"><li id="a">A</li><li id="b">B</li></ul>`
    expect(body(list, ["append", "#list", `<li id="a">new</li><li id="c">C</li>`])).toBe(
      `<ul id="list"><li id="a">new</li><li id="b">B</li><li id="c">C</li></ul>`,
    )
    expect(body("<ul><li>A</li></ul>", ["append", "ul", "<li>A</li>"], ["prepend", "ul", "<li>A</li>"])).toBe("<ul><li>A</li></ul>")
  })

  it("keeps to a limit", () => {
    expect(body("<ul><li>1</li><li>2</li></ul>", ["append", "ul", "<li>3</li>", { limit: 2 }])).toBe("<ul><li>2</li><li>3</li></ul>")
    expect(body("<ul><li>1</li><li>2</li></ul>", ["prepend", "ul", "<li>0</li>", { limit: 1 }])).toBe("<ul><li>0</li></ul>")
  })

  it("gives back what is not about the markup", () => {
    const rest: Patch[] = [
      ["flash", "info", "Saved"],
      ["focus", "#a"],
      ["scroll", null, true],
      ["dispatch", "saved", 1],
    ]
    expect(patched(document(""), rest).patches).toEqual(rest)
  })

  it("leaves markup that browsers repair as it is around what it changes", () => {
    const table = `<p>a<table><tr><td id="c">1</td></tr></table></p><textarea>
</textarea>`
    expect(body(table, ["update", "#c", "2"])).toBe(table.replace(">1<", ">2<"))
  })
})

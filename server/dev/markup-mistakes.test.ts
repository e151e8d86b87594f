import { describe, expect, it } from "vitest"

import { markupMistakes } from "./markup-mistakes.ts"
import { precompiled } from "./precompiled.ts"

const told = (tsx: string) => markupMistakes(`export const a = ${tsx}`, "components/a.tsx").map(({ text }) => text)

describe("events that an element loses", () => {
  it("are told of where on() stands twice on one element", () => {
    expect(told(`<form><input {...on("input", search)} name="q" {...on("blur", check)} /></form>`)).toEqual([
      "<input> has on() 2 times: the last replaces the others. Expected on({ … }) with all events.",
    ])
    expect(told(`<Box {...on("input", search)} {...on("blur", check)} {...on("away", close)} />`)).toEqual([
      "<Box> has on() 3 times: the last replaces the others. Expected on({ … }) with all events.",
    ])
  })

  it("are told of where an action of the author's own stands beside on()", () => {
    const text = (name: string) =>
      `<input> has ${name} beside on(): the last replaces the other. Expected both by hand: data-action="click->page#run click->menu#open" data-liveview-function="…".`
    expect(told(`<input data-action="input->counter#count" {...on("input", search)} />`)).toEqual([text("data-action")])
    expect(told(`<input {...on("input", search)} data-liveview-function="search" />`)).toEqual([text("data-liveview-function")])
  })

  it("are none where on() stands once, on each of several elements, or is another function", () => {
    expect(told(`<form {...on("submit", save)} {...props}><button {...on("click", add)} {...field(save, "a")} /></form>`)).toEqual([])
    expect(told(`<p {...board.on("a")} {...board.on("b")} data-action="click->page#run" />`)).toEqual([])
  })
})

describe("an attribute that nothing reads", () => {
  it("is told of with those that it may have been meant to be", () => {
    expect(told(`<input data-liveview-debouce={200} data-liveview-focus />`)).toEqual([
      "<input> has data-liveview-debouce, which nothing reads. Expected data-liveview-debounce, data-liveview-disable-with, data-liveview-drop.",
    ])
    expect(told(`<p data-liveview-xyz="" />`)[0]).toContain("Expected data-liveview-away, data-liveview-concurrent, ")
  })

  it("is none that is read, nor one of the author's own", () => {
    const attributes = `data-liveview-visit data-liveview-intersect-appear="more" data-data-modal-id="7" data-state="open"`
    expect(told(`<a ${attributes} {...on("click", add)} />`)).toEqual([])
  })
})

describe("mistakes in markup", () => {
  it("say where they stand", () => {
    const code = `export const a = (\n  <input {...on("input", search)} {...on("blur", check)} />\n)`
    expect(markupMistakes(code, "components/a.tsx").map(({ at }) => code.slice(at, at + 6))).toEqual(["<input"])
  })

  it("are told of as the module is compiled", () => {
    const warned: unknown[] = []
    const { transform } = precompiled()
    if (typeof transform !== "object") throw new Error("The plugin transforms nothing.")
    const context = { environment: { config: { root: "/shop" } }, warn: (...warning: unknown[]) => warned.push(warning) }
    const code = `export const a = (\n  <p {...on("click", a)} {...on("away", b)} />\n)`
    Reflect.apply(transform.handler, context, [code, "/shop/components/a.tsx", { moduleType: "tsx" }])
    const text = "components/a.tsx:2 <p> has on() 2 times: the last replaces the others. Expected on({ … }) with all events."
    expect(warned).toEqual([[text, code.indexOf("<p")]])
  })
})

import { describe, expect, it } from "vitest"
import { z } from "zod"

import { handler } from "./handler.ts"
import { on } from "./on.ts"

const add = handler("add", { data: z.object({ by: z.coerce.number<number>().int() }) }, () => null)
const search = handler("search", { form: z.object({ search: z.string() }) }, () => null)
const validate = handler("validate", { data: z.object({ field: z.string() }) }, () => null)
const close = handler("close", () => null)
const open = handler("open", { data: z.object({ modal: z.string().optional() }) }, () => null)

describe("on", () => {
  it("writes what the seed writes by hand", () => {
    expect(on("click", close)).toEqual({ "data-action": "click->page#run", "data-liveview-function": "close" })
    expect(on("click", close, { modalId: "123", userId: "456" })).toEqual({
      "data-action": "click->page#run",
      "data-liveview-function": "close",
      "data-data-modal-id": "123",
      "data-data-user-id": "456",
    })
  })

  it("says which data are not text, so that numbers and objects arrive as what they are", () => {
    expect(on("click", close, { by: 1, list: [true], left: undefined, text: "1" })).toEqual({
      "data-action": "click->page#run",
      "data-liveview-function": "close",
      "data-data-by": "1",
      "data-data-list": "[true]",
      "data-data-text": "1",
      "data-liveview-json": "by list",
    })
  })

  it("has an attribute of its own for what is not a DOM event", () => {
    expect(on("init", close)).toEqual({ "data-liveview-init": "close" })
    expect(on("appear", close, {}, { threshold: 200 })).toEqual({
      "data-liveview-intersect-appear": "close",
      "data-liveview-intersect-threshold": "200",
    })
    expect(on("disappear", close)).toEqual({ "data-liveview-intersect-disappear": "close" })
    expect(on("away", close)).toEqual({ "data-liveview-away": "close" })
    expect(on("key:ctrl+s", close)).toEqual({ "data-liveview-keyboard-map": '{"ctrl+s":"close"}' })
  })

  it("carries its options", () => {
    expect(on("input", search, {}, { debounce: 500, confirm: "Sure?", disableWith: "…", sync: "replace", throttle: 10 })).toMatchObject({
      "data-liveview-debounce": "500",
      "data-liveview-confirm": "Sure?",
      "data-liveview-disable-with": "…",
      "data-liveview-sync": "replace",
      "data-liveview-throttle": "10",
    })
  })

  it("binds several handlers to one element", () => {
    expect(on({ input: search, blur: [validate, { field: "email" }] })).toEqual({
      "data-action": "input->page#run blur->page#run",
      "data-liveview-on": JSON.stringify({ input: ["search", {}, {}], blur: ["validate", { field: "email" }, {}] }),
    })
    expect(on({ "key:esc": close, "key:ctrl+s": close, init: close })).toMatchObject({
      "data-liveview-keyboard-map": '{"esc":"close","ctrl+s":"close"}',
      "data-liveview-init": "close",
    })
  })

  it("says which handlers are concurrent", () => {
    const apart = handler("apart", { concurrent: true }, () => null)
    expect(on("click", apart)).toHaveProperty("data-liveview-concurrent", "true")
    expect(on("click", close)).not.toHaveProperty("data-liveview-concurrent")
    expect(JSON.parse(on({ click: apart, blur: close })["data-liveview-on"] ?? "")).toEqual({
      click: ["apart", {}, { concurrent: true }],
      blur: ["close", {}, {}],
    })
  })

  it("is checked by tsc", () => {
    on("click", add, { by: 1 })
    on("click", open)
    on("click", open, { modal: "a" })
    // @ts-expect-error data are required
    on("click", add)
    // @ts-expect-error wrong name
    on("click", add, { to: 1 })
    // @ts-expect-error wrong type
    on("click", add, { by: "one" })
    // @ts-expect-error data are required here too
    on({ click: add })
    // @ts-expect-error wrong data
    on({ click: [add, { by: {} }] })
    // @ts-expect-error unknown option
    expect(() => on("click", close, {}, { delay: 1 })).toThrow('on("click") has no option "delay". Expected one of debounce')
  })

  it("refuses what is not a handler", () => {
    // @ts-expect-error undefined is what an import in a circle gives
    expect(() => on("click", undefined)).toThrow("expected a handler, got undefined (is its module imported in a circle?)")
    expect(() => on("click", close, { "a b": "" })).toThrow('got "a b"')
    expect(() => on("onClick", close)).toThrow('on("onClick") expected the name of a DOM event, such as "click"')
    expect(() => on("", close)).toThrow('on("") expected the name of a DOM event')
    expect(() => on("click", close, { "modal-id": 1 })).toThrow(
      'on() expected the name of a datum in camelCase, got "modal-id": as an attribute it would arrive as "modalId".',
    )
    expect(on("click", close, { "x-1": 1 })).toMatchObject({ "data-data-x-1": "1" })
    const itself: Record<string, unknown> = {}
    itself.itself = itself
    for (const [value, got] of [
      [Number.NaN, "NaN"],
      [1n, "a bigint"],
      [() => 1, "a function"],
      [itself, "an object that is none"],
    ])
      expect(() => on("click", close, { by: value })).toThrow(`on() expected JSON as the datum "by", got ${got}.`)
    expect(on("click", close, { at: new Date(0) })).toMatchObject({ "data-data-at": '"1970-01-01T00:00:00.000Z"' })
  })
})

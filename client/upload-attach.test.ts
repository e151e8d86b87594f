// @vitest-environment happy-dom
import { describe, expect, it } from "vitest"

import { referencesOf } from "./upload-attach.ts"

describe("what an event says of its files", () => {
  const references = (markup: string, ids: string[][]) => {
    document.body.innerHTML = markup
    const inputs = [...document.querySelectorAll("input")]
    return referencesOf(inputs, (input) => ids[inputs.indexOf(input)] ?? [])
  }

  it.each([
    [`<input type="file" name="a">`, [[]], undefined],
    [`<input type="file" name="a">`, [["1"]], { a: "1" }],
    [`<input type="file" name="a" multiple>`, [[]], { a: [] }],
    [`<input type="file" name="a" multiple>`, [["1"]], { a: ["1"] }],
    [`<input type="file" name="a[]">`, [["1"]], { a: ["1"] }],
    [`<input type="file" name="a"><input type="file" name="a">`, [["1"], ["2"]], { a: ["1", "2"] }],
    [`<input type="file" name="a"><input type="file" name="b">`, [["1"], []], { a: "1" }],
  ])("of %s with %j is %j", (markup, ids, expected) => {
    expect(references(markup, ids)).toEqual(expected)
  })
})

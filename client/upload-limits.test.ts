// @vitest-environment happy-dom
import { describe, expect, it } from "vitest"

import { refusalOf } from "./upload-limits.ts"

function refused(attributes: string, index = 0): string | undefined {
  document.body.innerHTML = `<input type="file" ${attributes}>`
  const input = document.querySelector("input")
  return input ? refusalOf(input, new File(["12345"], "a.PNG", { type: "image/png" }), index)?.code : "no input"
}

describe("the limits of a control", () => {
  it.each([
    ["", 0, undefined],
    ["", 1, "too_many"],
    ["multiple", 99, undefined],
    ['multiple data-liveview-max-count="2"', 1, undefined],
    ['multiple data-liveview-max-count="2"', 2, "too_many"],
    ['data-liveview-max-size="5"', 0, undefined],
    ['data-liveview-max-size="4"', 0, "too_large"],
    ['accept="image/*"', 0, undefined],
    ['accept=".pdf, .png"', 0, undefined],
    ['accept="application/pdf"', 0, "wrong_type"],
  ])("%j for file %i: %j", (attributes, index, expected) => {
    expect(refused(attributes, index)).toBe(expected)
  })
})

import * as fc from "fast-check"
import { expect, it } from "vitest"

import { cases } from "../../scripts/properties.mjs"
import { includes } from "./repeated-search.ts"

const long = (count: number) => Array.from({ length: count }, (_, index) => `<p>${index}</p>`).join("")

it("finds what there is, whatever was searched before", () => {
  const piece = fc.constantFrom("needle", "needl", "eedle", "n", "e", "<b>", "")
  let found = 0
  fc.assert(
    fc.property(
      fc.array(fc.record({ at: fc.nat(40_000), cut: fc.nat(6), put: fc.array(piece, { maxLength: 3 }) }), { minLength: 2, maxLength: 6 }),
      (edits) => {
        let html = long(3_000)
        for (const { at, cut, put } of edits) {
          html = html.slice(0, at) + put.join("") + html.slice(at + cut)
          const expected = html.includes("needle")
          expect(includes(html, "needle")).toBe(expected)
          if (expected) found++
        }
      },
    ),
    cases(200),
  )
  expect(found).toBeGreaterThan(10)
})

it("finds what reaches into what has changed, from both sides", () => {
  const [start, end] = [long(2_000), long(2_000)]
  expect(includes(`${start}nee${end}`, "needle")).toBe(false)
  expect(includes(`${start}needle${end}`, "needle")).toBe(true)
  expect(includes(`${start}dle${end}`, "needle")).toBe(false)
  expect(includes(`${start}needle${end}`, "needle")).toBe(true)
})

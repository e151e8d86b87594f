import { expect, it } from "vitest"

import { textPattern } from "./text-pattern.ts"

const texts = ["", "ab", "abc", "cd", "xcd", "b", "abb", "a|b", "a$", "a-b", "(", "ab cd", "12", "a12", "ab|cd", "x"]

it.each([
  "^[a-z]+$",
  "b+",
  "^ab|cd$",
  "^ab",
  "cd$",
  "^(?:ab|cd)$",
  "^[|a-b]+$",
  "^a\\$",
  "^a\\|b$",
  "^(a(b|c)|x)$",
  "^\\($",
  "a\\\\$",
  "\\d",
])("%s takes the same as an attribute", (pattern) => {
  const attribute = new RegExp(`^(?:${textPattern(pattern)})$`)
  expect(texts.filter((text) => attribute.test(text))).toEqual(texts.filter((text) => new RegExp(pattern).test(text)))
})

it("stays as it is between the anchors", () => {
  expect(textPattern("^(?:a|b)[|]$")).toBe("(?:a|b)[|]")
})

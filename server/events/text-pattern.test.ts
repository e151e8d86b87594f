import { expect, it } from "vitest"

import { textPattern } from "./text-pattern.ts"

const texts = [
  "a_b",
  "a.b",
  "-",
  "/",
  "[",
  "{a}",
  "a@b",
  "é",
  "\u0001",
  "",
  "ab",
  "abc",
  "cd",
  "xcd",
  "b",
  "abb",
  "a|b",
  "a$",
  "a-b",
  "(",
  "ab cd",
  "12",
  "a12",
  "ab|cd",
  "x",
]

it.each([
  "^[a-z]+$",
  "b+",
  "^ab|cd$",
  "^ab",
  "cd$",
  "^(?:ab|cd)$",
  "^[|a-b]+$",
  "^[a-z0-9-]+$",
  "^[-a]+$",
  "^[\\w-.]+$",
  "^[a-b-|]+$",
  "^[^/()]+$",
  "^[[{}a]+$",
  "^[--9]$",
  "^[\\]\\-[]$",
  "^a\\-b$",
  "^a\\_b|a\\@b$",
  '^[\\_\\"a\\@b]+$',
  "^[\\x00-\\x1f]$",
  "^a\\$",
  "^a\\|b$",
  "^(a(b|c)|x)$",
  "^\\($",
  "a\\\\$",
  "\\d",
])("%s takes the same as an attribute", (pattern) => {
  // As browsers compile it: https://html.spec.whatwg.org/#compiled-pattern-regular-expression
  const attribute = new RegExp(`^(?:${textPattern(pattern)})$`, "v")
  expect(texts.filter((text) => attribute.test(text))).toEqual(texts.filter((text) => new RegExp(pattern).test(text)))
})

it("stays as it is between the anchors", () => {
  expect(textPattern("^(?:a|b)[a-z.]\\p{L}[\\p{Script_Extensions=Latin}\\d]$")).toBe("(?:a|b)[a-z.]\\p{L}[\\p{Script_Extensions=Latin}\\d]")
})

it("is none where browsers do not know it", () => {
  expect([textPattern("^a{,3}$"), textPattern("^[a&&&b]$")]).toEqual([undefined, undefined])
})

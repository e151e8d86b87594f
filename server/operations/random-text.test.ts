import { expect, it } from "vitest"

import { randomText } from "./random-text.ts"

it("never gives the same bytes twice, also where the pool is filled anew", () => {
  const texts = Array.from({ length: 2_000 }, () => randomText(24))
  expect(texts.every((text) => /^[\w-]{32}$/.test(text))).toBe(true)
  // Also no part of one: texts that overlapped in the pool would share it.
  const parts = texts.flatMap((text) => [0, 8, 16, 24].map((start) => text.slice(start, start + 8)))
  expect(new Set(parts).size).toBe(parts.length)
})

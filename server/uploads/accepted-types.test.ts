import { describe, expect, it } from "vitest"

import { isAccepted } from "./accepted-types.ts"

describe("accept", () => {
  it.each([
    ["", true],
    ["image/*", true],
    ["image/png", true],
    [".PNG", true],
    ["*/*", true],
    ["application/pdf, .png", true],
    ["image/jpeg", false],
    [".jpg,audio/*", false],
    ["image", false],
  ])("%j: %s for a PNG", (accept, expected) => {
    expect(isAccepted({ name: "a.png", type: "image/png" }, accept)).toBe(expected)
  })
})

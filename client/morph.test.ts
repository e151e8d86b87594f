// @vitest-environment jsdom
import { describe, expect, it } from "vitest"

import { cases } from "../scripts/properties.mjs"
import "./fixtures/random-pages.ts"

describe("a morph in a simulated DOM", () => {
  it("keeps the server's part the server's and the person's part the person's", () => {
    expect(window.checkRandomPages(cases(100))).toBeUndefined()
  })
})

// @vitest-environment jsdom
import { describe, expect, it } from "vitest"

import "./fixtures/random-pages.ts"

describe("a morph in a simulated DOM", () => {
  it("keeps the server's part the server's and the person's part the person's", () => {
    expect(window.checkRandomPages(100)).toBeUndefined()
  })
})

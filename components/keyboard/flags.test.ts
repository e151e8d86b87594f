import { describe, expect, it } from "vitest"

import { bareHalyard, flags, move, toggle } from "./flags.ts"

describe("a halyard", () => {
  it("goes round from the last flag to the first, and back", () => {
    const halyard = bareHalyard()
    move(halyard, -1)
    expect(halyard.at).toBe(flags.length - 1)
    move(halyard, 1)
    expect(halyard.at).toBe(0)
  })

  it("hoists the chosen flag and lowers it again", () => {
    const halyard = bareHalyard()
    move(halyard, 2)
    toggle(halyard)
    expect(halyard.hoisted).toEqual([2])
    toggle(halyard)
    expect(halyard.hoisted).toEqual([])
  })
})

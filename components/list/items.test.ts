import { beforeEach, describe, expect, it } from "vitest"

import { useFreshDatabase } from "../data/fresh-database.ts"
import { addTo, itemsOf, longest, removeItem } from "./items.ts"

beforeEach(() => {
  useFreshDatabase()
})

describe("items", () => {
  it("are added to the end of their own list", () => {
    const item = addTo("hand", "Rope")
    expect(itemsOf("hand").at(-1)).toEqual(item)
    expect(itemsOf("on").some(({ title }) => title === "Rope")).toBe(false)
  })

  it("are removed once, however often that is asked for", () => {
    const [first] = itemsOf("on")
    removeItem(first?.id ?? 0)
    removeItem(first?.id ?? 0)
    expect(itemsOf("on")).toHaveLength(2)
  })

  it("fill a list only so far", () => {
    while (itemsOf("hand").length < longest) addTo("hand", "Rope")
    expect(addTo("hand", "One too many")).toBeUndefined()
    expect(itemsOf("hand")).toHaveLength(longest)
  })
})

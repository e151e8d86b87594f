import { beforeEach, describe, expect, it } from "vitest"

import { useFreshDatabase } from "../data/fresh-database.ts"
import { addMessage, messagesOf } from "./messages.ts"

beforeEach(() => {
  useFreshDatabase()
})

describe("messages", () => {
  it("stay in their room, oldest first", () => {
    addMessage("galley", "Ines", "Is there bread?")
    expect(messagesOf("galley").map(({ text }) => text)).toEqual(["Soup tonight. Bring bread.", "Is there bread?"])
    expect(messagesOf("harbour")).toHaveLength(3)
  })

  it("push the oldest off the page once it is full", () => {
    const [oldest] = messagesOf("galley")
    const pushedOff = Array.from({ length: 50 }, (_, index) => addMessage("galley", "Ines", `Message ${index}`).pushedOff)
    expect(pushedOff.slice(0, -1)).toEqual(Array(49).fill(undefined))
    expect(pushedOff.at(-1)).toEqual(oldest)
    expect(messagesOf("galley")).toHaveLength(50)
  })

  it("refuse a room that there is not", () => {
    expect(() => addMessage("nowhere", "Ines", "Hello?")).toThrow()
  })
})

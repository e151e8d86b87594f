import { beforeEach, describe, expect, it } from "vitest"

import { useFreshDatabase } from "../data/fresh-database.ts"
import { authenticate, retitle, userNamed } from "./users.ts"

beforeEach(() => {
  useFreshDatabase()
})

describe("users", () => {
  it("come in with their own password only", () => {
    expect(authenticate("keeper", "lighthouse")).toMatchObject({ name: "keeper" })
    expect(authenticate("keeper", "seamark")).toBeUndefined()
    expect(authenticate("keeper", "")).toBeUndefined()
    expect(authenticate("nobody", "lighthouse")).toBeUndefined()
  })

  it("keep the title that they chose", () => {
    retitle("pilot", "Pilot of the night tide")
    expect(userNamed("pilot")?.title).toBe("Pilot of the night tide")
  })
})

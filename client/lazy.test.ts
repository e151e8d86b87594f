import { describe, expect, it, vi } from "vitest"

import { lazy } from "./lazy.ts"

describe("a part that is loaded when it is first used", () => {
  it("is loaded once, and used at once from then on", async () => {
    const load = vi.fn(async () => "part")
    const part = lazy(load)
    const used: string[] = []
    part((loaded) => used.push(`first ${loaded}`))
    expect(used).toEqual([])
    await vi.waitFor(() => expect(used).toEqual(["first part"]))
    part((loaded) => used.push(`second ${loaded}`))
    expect(used).toEqual(["first part", "second part"])
    expect(load).toHaveBeenCalledTimes(1)
  })

  it("is used in the order in which it is asked, also by what asks while others still wait", async () => {
    const part = lazy(async () => "part")
    const order: string[] = []
    part(() => {
      order.push("first")
      part(() => order.push("third"))
    })
    part(() => order.push("second"))
    await vi.waitFor(() => expect(order).toHaveLength(3))
    expect(order).toEqual(["first", "second", "third"])
  })

  it("is loaded again where it could not be, and says so meanwhile", async () => {
    vi.spyOn(console, "error").mockImplementation(() => undefined)
    const load = vi.fn(async () => "part").mockRejectedValueOnce(new Error("away"))
    const part = lazy(load)
    const said: string[] = []
    const ask = () =>
      part(
        () => said.push("here"),
        () => said.push("away"),
      )
    ask()
    await vi.waitFor(() => expect(said).toEqual(["away"]))
    ask()
    await vi.waitFor(() => expect(said).toEqual(["away", "here"]))
    ask()
    expect(said).toHaveLength(3)
    vi.restoreAllMocks()
  })
})

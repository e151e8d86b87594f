import { describe, expect, it } from "vitest"

describe("the application's modules", () => {
  it("are found in tests as they are in the server", async () => {
    const { modules } = await import("virtual:livetsx/components")
    const { app } = await import("virtual:livetsx/app")
    expect(Object.keys(modules).every((path) => /^components\/.*\.tsx$/.test(path) && !path.includes(".test."))).toBe(true)
    expect(app === undefined || typeof app === "function").toBe(true)
  })
})

import { describe, expect, it } from "vitest"

import { withoutMethods } from "./without-methods.ts"

describe("withoutMethods", () => {
  const code =
    "class Door { open() { return 1 } close(slowly) { return 2 } get colour() { return 3 } }\nexport class Window { open() { return 4 } }"

  it("empties methods of every class and takes others out", () => {
    expect(withoutMethods(code, new Set(["open"]), new Set(["colour"]))).toBe(
      "class Door { open() {} close(slowly) { return 2 }  }\nexport class Window { open() {} }",
    )
  })

  it("leaves a module alone that has no such method", () => {
    expect(withoutMethods(code, new Set(["lock"]))).toBe(code)
  })
})

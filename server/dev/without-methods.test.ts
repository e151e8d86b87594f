import { describe, expect, it } from "vitest"

import { withoutMethods } from "./without-methods.ts"

describe("withoutMethods", () => {
  const code =
    "class Door { open() { return 1 } close(slowly) { return 2 } get colour() { return 3 } }\nexport class Window { open() { return 4 } }"

  it("takes methods out of every class", () => {
    expect(withoutMethods(code, new Set(["open", "colour"]))).toBe("class Door {  close(slowly) { return 2 }  }\nexport class Window {  }")
  })

  it("leaves a module alone that has no such method", () => {
    expect(withoutMethods(code, new Set(["lock"]))).toBe(code)
  })
})

import { describe, expect, it } from "vitest"

import { excerpt } from "./excerpt.ts"

const source = `import { z } from "zod"

const step = z.number()

export const add = handler("add", ({ state }) => {
  state.count += 1
  return <Counter />
})

export const guard: Middleware = async () => {
  return undefined
}

async function deliver() {
  await post()
}

const last = 1
`

describe("excerpt", () => {
  it("gives a declaration of one line", () => {
    expect(excerpt(source, "step")).toBe("const step = z.number()")
    expect(excerpt(source, "last")).toBe("const last = 1")
  })

  it("gives a declaration to the line that closes it", () => {
    expect(excerpt(source, "add").split("\n")).toHaveLength(4)
    expect(excerpt(source, "add")).toMatch(/^export const add[\s\S]*\n}\)$/)
    expect(excerpt(source, "deliver")).toBe("async function deliver() {\n  await post()\n}")
  })

  it("finds a declaration that names its type", () => {
    expect(excerpt(source, "guard")).toContain("return undefined")
  })

  it("says which declaration is not there", () => {
    expect(() => excerpt(source, "subtract")).toThrow('no declaration "subtract"')
  })
})

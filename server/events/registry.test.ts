import { describe, expect, it } from "vitest"

import { handler } from "./handler.ts"
import { Registry } from "./registry.ts"

const add = handler("add", () => null)

describe("Registry", () => {
  it("finds handlers by name, and nothing by what objects inherit", () => {
    const registry = new Registry()
    registry.add(add)
    expect(registry.get("add")).toBe(add)
    expect(registry.has("add")).toBe(true)
    for (const name of ["constructor", "__proto__", "toString", "hasOwnProperty"]) expect(registry.get(name)).toBeUndefined()
  })

  it("lists names in the order of registration", () => {
    const registry = new Registry()
    registry.add(add)
    registry.add(handler("remove", () => null))
    expect(registry.list()).toEqual(["add", "remove"])
  })

  it("refuses a second handler of a name", () => {
    const registry = new Registry()
    registry.add(add, "components/a.tsx")
    expect(() =>
      registry.add(
        handler("add", () => null),
        "components/b.tsx",
      ),
    ).toThrow('Two handlers are named "add": in components/a.tsx and in components/b.tsx')
    registry.add(add)
  })

  it("unregisters, and clears without taking middleware out", () => {
    const registry = new Registry()
    registry.use(async (_context, next) => next())
    registry.add(add)
    expect(registry.unregister("add")).toBe(add)
    expect(registry.unregister("add")).toBeUndefined()
    registry.add(add)
    registry.clear()
    expect(registry.list()).toEqual([])
    expect(registry.middleware).toHaveLength(1)
  })

  it("exchanges the handlers of files and keeps those that were added by hand", () => {
    const registry = new Registry()
    const byHand = handler("by hand", () => null)
    registry.add(byHand)
    registry.replaceFound([{ handler: add, file: "components/a.tsx" }])
    registry.replaceFound([{ handler: handler("other", () => null), file: "components/a.tsx" }])
    expect(registry.list()).toEqual(["by hand", "other"])
  })
})

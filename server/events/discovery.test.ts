import { describe, expect, it } from "vitest"

import { page } from "../pages/page.ts"
import { discover } from "./discovery.ts"
import { handler } from "./handler.ts"

const add = handler("add", () => null)
const home = page("/", () => null)

describe("discover", () => {
  it("says what each module has", async () => {
    const { lines, handlers, pages } = await discover({
      "components/counter.tsx": async () => ({ add, home }),
      "components/button.tsx": async () => ({ Button: () => null }),
    })
    expect(lines).toEqual(["✓ components/counter.tsx  1 handler, 1 page"])
    expect(handlers).toEqual([{ handler: add, file: "components/counter.tsx" }])
    expect(pages).toEqual([{ page: home, path: "/", file: "components/counter.tsx" }])
  })

  it("goes on with the others where one fails to load", async () => {
    const { lines, handlers, failures } = await discover({
      "components/a.tsx": async () => {
        throw new Error("no such table\n  at query")
      },
      "components/b.tsx": async () => ({ add }),
    })
    expect(lines).toEqual(["✗ components/a.tsx: no such table", "✓ components/b.tsx  1 handler"])
    expect(handlers).toHaveLength(1)
    expect(failures).toHaveLength(1)
  })

  it("refuses two handlers with one name, and two pages with one path, naming both files", async () => {
    const { lines } = await discover({
      "components/a.tsx": async () => ({ add, home }),
      "components/b.tsx": async () => ({ add: handler("add", () => null) }),
      "components/c.tsx": async () => ({ page: page("/", () => null) }),
    })
    expect(lines[1]).toBe(
      '✗ components/b.tsx: Two handlers are named "add": in components/a.tsx and in components/b.tsx. Expected every name once.',
    )
    expect(lines[2]).toBe(
      '✗ components/c.tsx: Two pages have the path "/": in components/a.tsx and in components/c.tsx. Expected every path once.',
    )
  })

  it("refuses two pages whose paths differ in what their parameters are called alone", async () => {
    const { lines, pages } = await discover({
      "components/a.tsx": async () => ({ one: page("/posts/:id", () => null), files: page("/posts/:id/*path", () => null) }),
      "components/b.tsx": async () => ({ other: page("/posts/:post", () => null) }),
    })
    expect(pages).toHaveLength(2)
    expect(lines[1]).toBe(
      '✗ components/b.tsx: Two pages are found at the same addresses: "/posts/:id" in components/a.tsx and "/posts/:post" in components/b.tsx. Expected every path once, whatever its parameters are called.',
    )
  })

  it("takes a handler that a second module exports again for one", async () => {
    const { handlers, failures } = await discover({
      "components/a.tsx": async () => ({ add }),
      "components/index.tsx": async () => ({ add, again: add }),
    })
    expect(failures).toEqual([])
    expect(handlers).toHaveLength(1)
  })
})

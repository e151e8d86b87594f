import { describe, expect, it } from "vitest"

import { page } from "./page.ts"
import { PageTable } from "./page-table.ts"

const pages = ["/posts/:id", "/posts/new", "/files/*path", "/", "/posts/:id/edit", "/search{/:term}"].map((path) => page(path, () => null))
const found = (path: string) => {
  const match = new PageTable(pages).find(path)
  return match && [match.page.path, match.params]
}

describe("PageTable", () => {
  it("finds a page and its parameters, given parts before parameters", () => {
    expect(found("/")).toEqual(["/", {}])
    expect(found("/posts/new")).toEqual(["/posts/new", {}])
    expect(found("/posts/7")).toEqual(["/posts/:id", { id: "7" }])
    expect(found("/posts/a%20b/edit")).toEqual(["/posts/:id/edit", { id: "a b" }])
    expect(found("/files/a/b")).toEqual(["/files/*path", { path: "a/b" }])
    expect(found("/search")).toEqual(["/search{/:term}", {}])
    expect(found("/nothing")).toBeUndefined()
  })

  it("takes what is not encoded as it should be as it is", () => {
    expect(found("/posts/%zz")).toEqual(["/posts/:id", { id: "%zz" }])
  })

  it("says which page has a path that Express does not know", () => {
    for (const path of ["/a/:", "/:a:b"])
      expect(() => page(path, () => null)).toThrow(`page("${path}") expected a path in Express's syntax`)
  })
})

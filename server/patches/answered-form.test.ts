import { describe, expect, it } from "vitest"

import type { Patch } from "../protocol.ts"
import { renderedAgain } from "./answered-form.ts"
import { Shown } from "./shown.ts"

const form = '<form id="composer"><input name="text"/></form>'
const body = `<body>${form}<p id="other">1</p></body>`

describe("renderedAgain", () => {
  it("says so of a form that was rendered as it was, so that what was sent is taken out of it", () => {
    const rendered: Patch[] = [["morph", "composer", form]]
    expect(new Shown(body).encode(rendered)).toEqual([])
    expect(new Shown(body).encode(rendered, true)).toEqual([[1, "composer", [], {}]])
  })

  it("says nothing where no form is answered, or none is in the answer", () => {
    const other: Patch[] = [["morph", "other", '<p id="other">2</p>']]
    expect(new Shown(body).encode(other, true)).toEqual([[0, "other", [], "2"]])
  })

  it("says nothing where the whole travels", () => {
    const rendered: Patch[] = [["morph", "composer", form]]
    expect(renderedAgain(rendered, rendered, true)).toEqual([])
  })

  it("says so of a field in which the server always wins", () => {
    const html = '<input id="total" data-liveview-overwrite="true" value="1"/>'
    expect(renderedAgain([["update", "#sum", html]], [], false)).toEqual([[1, "sum", [], {}]])
  })
})

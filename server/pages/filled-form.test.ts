import { expect, it } from "vitest"

import { withErrors } from "./filled-form.ts"

const form = (name: string) =>
  `<form id="${name}" data-action="submit->page#run" data-liveview-function="${name}"><input name="email"><b data-liveview-error-for="email"></b></form>`

it("says what is wrong in the form that was sent, though another has a field of that name", () => {
  const action = { function: "two", data: {}, lists: [], fileLists: [], token: "" }
  const { html } = withErrors(form("one") + form("two"), action, { email: ["Wrong."] })
  expect(html.startsWith(form("one"))).toBe(true)
  expect(html).toMatch(/<b [^>]*>Wrong\.<\/b><\/form>$/)
})

it("says it beside its own fields, though the same form stands on the page before", () => {
  const rename = (id: string) =>
    `<form data-action="submit->page#run" data-liveview-function="rename" data-data-id="${id}"><input name="title" aria-describedby="e"><b id="e" data-liveview-error-for="title"></b></form>`
  const action = { function: "rename", data: { id: "2" }, lists: [], fileLists: [], token: "" }
  const { html } = withErrors(rename("1") + rename("2"), action, { title: ["Too short."] })
  expect(html.startsWith(rename("1"))).toBe(true)
  const [, described, id] = /aria-describedby="([^"]*)"[^>]*><b [^>]*\bid="([^"]*)"[^>]*>Too short\.</.exec(html) ?? []
  expect(id).toBe(described)
  expect(html.split(`id="${id}"`)).toHaveLength(2)
})

it.each([
  ["after its field", "", /<p id="two"><input [^>]*><span [^>]*>Too little\.<\/span><\/p>/],
  ["in its row", `<i data-liveview-error-for="amount"></i>`, /<p id="two"><input [^>]*><i [^>]*>Too little\.<\/i><\/p>/],
])("says what is wrong with an entry of a list %s", (_, output, expected) => {
  const row = (id: string) => `<p id="${id}"><input name="amount[]" value="1">${output}</p>`
  const markup = `<form data-action="submit->page#run" data-liveview-function="save">${row("one")}${row("two")}</form>`
  const action = { function: "save", data: {}, lists: [], fileLists: [], token: "" }
  const { html, rest } = withErrors(markup, action, { "amount.1": ["Too little."] })
  expect(rest).toEqual([])
  expect(html).toContain(row("one"))
  expect(html).toMatch(expected)
})

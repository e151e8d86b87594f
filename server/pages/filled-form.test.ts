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

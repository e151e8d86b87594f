import { expect, it } from "vitest"

import { queryOf } from "./query.ts"

it("gives a text, a list where a name comes several times, and nothing of what forms say", () => {
  const query = queryOf("/?a=1&b=&c=1&c=2&c=3&liveview=save&toString=x#d=4")
  expect(query).toEqual({ a: "1", b: "", c: ["1", "2", "3"], toString: "x" })
})

it("is read in one go, however often a name comes", () => {
  // A list that is copied with each value takes a minute for this, in which nobody is answered.
  expect(queryOf(`/?${"a&".repeat(20_000)}`).a).toHaveLength(20_000)
})

import { describe, expect, it } from "vitest"

import { around, groups, lessons, lessonsOf } from "./lessons.ts"

describe("lessons", () => {
  it("are all in a group, in the order in which they are read", () => {
    expect(groups.flatMap(lessonsOf)).toEqual(lessons)
  })

  it("know what comes before and after", () => {
    expect(around("handler")).toMatchObject({ number: 1, previous: undefined, next: { slug: "counter" } })
    expect(around("login")).toMatchObject({ number: lessons.length, next: undefined })
  })
})

import { beforeAll, describe, expect, it } from "vitest"

import { useFreshDatabase } from "../data/fresh-database.ts"
import { articleCount, articlesOnPage, findArticles } from "./articles.ts"

beforeAll(() => {
  useFreshDatabase()
})

describe("articles", () => {
  it("come in pages that neither overlap nor leave anything out", () => {
    const ids = Array.from({ length: 20 }, (_, index) => articlesOnPage(index + 1, 12).map(({ id }) => id)).flat()
    expect(new Set(ids).size).toBe(articleCount())
    expect(articlesOnPage(21, 12)).toEqual([])
  })

  it("are found where every word occurs, whatever its case", () => {
    const { found, total } = findArticles("LENS norway", 8)
    expect(total).toBe(1)
    expect(found[0]?.title).toBe("The lens of Lindesnes")
  })

  it("says how many there are beyond those that are shown", () => {
    expect(findArticles("lens", 8)).toMatchObject({ found: { length: 8 }, total: 24 })
  })

  it("takes the wildcards of SQL as what they are", () => {
    expect(findArticles("%", 8).total).toBe(0)
    expect(findArticles("l_ns", 8).total).toBe(0)
  })
})

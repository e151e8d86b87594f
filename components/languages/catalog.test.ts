import type { Catalog } from "livetsx"
import { describe, expect, it } from "vitest"

import { lessons } from "../lessons.ts"
import { catalog } from "./catalog.ts"
import { en } from "./en.ts"
import { es } from "./es.ts"

describe("catalogs", () => {
  it("say everything in both languages", () => {
    expect(keysOf(es)).toEqual(keysOf(en))
  })

  it("have title, summary and text of every lesson", () => {
    const keys = keysOf(en)
    for (const { slug } of lessons)
      expect(keys).toEqual(expect.arrayContaining([`lessons.${slug}.title`, `lessons.${slug}.summary`, `lessons.${slug}.text`]))
  })

  it("count in the language", () => {
    expect(catalog("es")("welcome.turns", { count: 3 })).toBe("3 vueltas de la lámpara duran quince segundos.")
    expect(catalog("en")("welcome.turns", { count: 1 })).toBe("One turn of the lamp takes five seconds.")
  })
})

function keysOf(texts: Catalog, path = ""): string[] {
  return Object.entries(texts)
    .flatMap(([key, value]) => (typeof value === "string" ? [path + key] : keysOf(value, `${path}${key}.`)))
    .sort()
}

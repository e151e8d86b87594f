import { describe, expect, it } from "vitest"

import { catalogs, onMissingText } from "./catalogs.ts"
import { frameworkTexts } from "./framework-texts.ts"

const translate = catalogs({
  en: {
    hello: "Hello {{name}}",
    only: "English only",
    "Note: saved": "Note: saved",
    cart: { empty: "Nothing here" },
    item_one: "{{count}} item",
    item_other: "{{count}} items",
  },
  es: { hello: "Hola {{name}}", "Note: saved": "Nota: guardado", item_one: "{{count}} cosa", item_other: "{{count}} cosas" },
})

describe("catalogs", () => {
  it("translate with values", () => {
    expect(translate("es")("hello", { name: "Ada" })).toBe("Hola Ada")
    expect(translate("en")("hello", { name: "Ada" })).toBe("Hello Ada")
  })

  it("leave escaping to TSX, and take nothing in a value for an instruction", () => {
    expect(translate("en")("hello", { name: "<b>&'" })).toBe("Hello <b>&'")
    expect(translate("en")("hello", { name: "{{name}} $t(only)" })).toBe("Hello {{name}} $t(only)")
  })

  it("choose the plural", () => {
    expect([1, 2].map((count) => translate("es")("item", { count }))).toEqual(["1 cosa", "2 cosas"])
  })

  it("find keys within keys, and keys that are sentences", () => {
    expect(translate("en")("cart.empty")).toBe("Nothing here")
    expect(translate("es")("Note: saved")).toBe("Nota: guardado")
  })

  it("fall back to the first language, then to the key", () => {
    expect(translate("es")("only")).toBe("English only")
    expect(translate("es")("nowhere")).toBe("nowhere")
    expect(translate("es")("__proto__")).toBe("__proto__")
    expect(translate("fr")("hello", { name: "Ada" })).toBe("Hello Ada")
    expect(translate("es-MX")("hello", { name: "Ada" })).toBe("Hola Ada")
    expect(translate("")("only")).toBe("English only")
    expect(translate("constructor")("only")).toBe("English only")
  })

  it("tell once of a key that no language has", () => {
    const translate = catalogs({ en: { only: "English only", item_one: "1", item_other: "{{count}}" }, es: {} })
    const missing: string[] = []
    onMissingText(translate, (key) => missing.push(key))
    for (const lang of ["es", "en"]) for (const key of ["only", "nowhere", "nowhere", "cart.empty"]) translate(lang)(key)
    translate("es")("item", { count: 2 })
    expect(missing).toEqual(["nowhere", "cart.empty"])
  })

  it("are apart from each other", () => {
    const other = catalogs({ de: { hello: "Hallo {{name}}" } })
    expect(other("de")("hello", { name: "Ada" })).toBe("Hallo Ada")
    expect(translate("de")("hello", { name: "Ada" })).toBe("Hello Ada")
  })

  it("need a language", () => {
    expect(() => catalogs({})).toThrow("catalogs() expected")
  })
})

describe("the texts of livetsx itself", () => {
  it("are in the language of the page, and in English where it has none of them", () => {
    expect(frameworkTexts("es").dismiss).toBe("Cerrar")
    expect(frameworkTexts("es-MX").dismiss).toBe("Cerrar")
    expect(frameworkTexts("fr").dismiss).toBe("Dismiss")
    expect(frameworkTexts("__proto__").dismiss).toBe("Dismiss")
  })

  it("have the same places for values in each language", () => {
    const places = (lang: string) =>
      Object.fromEntries(Object.entries(frameworkTexts(lang)).map(([key, text]) => [key, text.match(/\{\{\w+\}\}/g)]))
    expect(places("es")).toEqual(places("en"))
    expect(places("en").waiting).toEqual(["{{count}}"])
  })
})

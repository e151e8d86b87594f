import { describe, expect, it } from "vitest"

import { known, negotiate } from "./negotiate.ts"

const languages = ["en", "es", "pt-BR"]

describe("the language of a visitor", () => {
  it("is the cookie's before the browser's, where the application has it", () => {
    expect(negotiate(languages, "es", "en")).toBe("es")
    expect(negotiate(languages, "fr", "es")).toBe("es")
    expect(negotiate(languages, undefined, "es")).toBe("es")
  })

  it("is what the browser likes best among those there are", () => {
    expect(negotiate(languages, undefined, "fr, es;q=0.4, en;q=0.2")).toBe("es")
    expect(negotiate(languages, undefined, "es-MX,es;q=0.9,en;q=0.8")).toBe("es")
    expect(negotiate(languages, undefined, "pt")).toBe("pt-BR")
    expect(negotiate(languages, undefined, "*")).toBe("en")
    expect(negotiate(languages, undefined, "es;q=0, en")).toBe("en")
  })

  it.each([undefined, "", ";;;", "q=1", "x".repeat(10_000), ",".repeat(10_000), "fr-FR, de"])(
    "is the first where the browser says %j",
    (header) => {
      expect(negotiate(languages, undefined, header)).toBe("en")
    },
  )

  it("is known in the application's own spelling, a country's by its language", () => {
    expect(known(languages, "ES")).toBe("es")
    expect(known(languages, "es-MX")).toBe("es")
    expect(known(languages, "PT-br")).toBe("pt-BR")
    expect(known(languages, "esperanto")).toBeUndefined()
    expect(known(languages, "__proto__")).toBeUndefined()
    expect(known(languages, `es-${"x".repeat(1_000)}`)).toBeUndefined()
  })
})

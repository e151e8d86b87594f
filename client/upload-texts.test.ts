// @vitest-environment happy-dom
import { describe, expect, it } from "vitest"

import { createSay, sizeText } from "./upload-texts.ts"

describe("what is said of files", () => {
  const say = createSay((key) => (key === "upload_done" ? "There" : undefined))

  it("is in the page's language, in English where there is none, and the author's where there is one", () => {
    document.documentElement.lang = "es-MX"
    expect(say("upload_too_large", { file: "a.png", limit: 1_500_000 })).toBe("a.png es demasiado grande: como máximo 1.5 MB.")
    document.documentElement.lang = "fr"
    expect(say("upload_wrong_type", { file: "a", limit: "image/png,.pdf,audio/*" })).toBe(
      "a is of a kind that is not taken here: PNG, PDF, audio/*.",
    )
    expect(say("upload_wrong_type", { file: "a.png", limit: "" })).toBe("a.png is of a kind that is not taken here.")
    expect(say("upload_done")).toBe("There")
    expect(say("upload_unknown", { file: "a" })).toBe("a could not be uploaded. Remove it, or choose it again.")
  })

  it("has sizes that people read", () => {
    document.documentElement.lang = "en"
    expect([0, 70, 1_500, 5_000_000, 2_340_000_000].map(sizeText)).toEqual(["0 bytes", "70 bytes", "1.5 kB", "5 MB", "2.3 GB"])
  })
})

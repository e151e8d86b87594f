import { describe, expect, it } from "vitest"

import { tokens } from "./tokens.ts"

describe("tokens", () => {
  it("tells keywords, strings and comments from the rest", () => {
    expect(tokens('const a = "b" // c').filter(({ kind }) => kind !== "plain")).toEqual([
      { kind: "keyword", text: "const" },
      { kind: "string", text: '"b"' },
      { kind: "comment", text: "// c" },
    ])
  })

  it("takes no attribute for a keyword", () => {
    expect(tokens("<p data-liveview-function={name}>").every(({ kind }) => kind === "plain")).toBe(true)
  })

  it("loses nothing of the code", () => {
    const code = 'export const x = `a` + "\\"" // done\n'
    expect(
      tokens(code)
        .map(({ text }) => text)
        .join(""),
    ).toBe(code)
  })
})

import { describe, expect, it } from "vitest"

import { safeFileName } from "./file-name.ts"

describe("the name of an upload", () => {
  it.each([
    ["photo.png", "photo.png"],
    ["../../etc/passwd", "passwd"],
    ["C:\\fakepath\\a b.txt", "a b.txt"],
    ["..", "file"],
    [".", "file"],
    ["", "file"],
    ["a/", "file"],
    [".htaccess", "htaccess"],
    [". a. b . .", " a. b"],
    ["a\0.php\n", "a.php"],
    ["gpj.\u202Eexe", "gpj.exe"],
    ["Grüße ☃.txt", "Grüße ☃.txt"],
    [`${"a".repeat(300)}.png`, `${"a".repeat(196)}.png`],
  ])("of %j is %j", (given, name) => {
    expect(safeFileName(given)).toBe(name)
  })

  it("of a very long one is found in one go", () => {
    // With the square of its length it would take minutes.
    expect(safeFileName(`a${".".repeat(2_000_000)}b`)).toHaveLength(200)
  })
})

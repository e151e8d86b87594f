import { expect, it } from "vitest"

import { patchWords } from "./patch-words.ts"

it("says what patches do, operations of one difference together", () => {
  const words = patchWords([
    ["morph", "counter", "<b id=counter>1</b>"],
    [0, "list", 0, "text"],
    [1, null, [1, 2], { class: "new" }],
    [0, "", 0, "text"],
    ["append", "#rows", "<li>"],
    ["scroll", null],
    ["title", "Two"],
  ])
  expect(words).toEqual([
    "morph #counter",
    "difference #list (2 operations)",
    "difference body",
    "append #rows",
    "scroll page",
    "title Two",
  ])
})

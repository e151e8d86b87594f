import { renderToStringAsync } from "preact-render-to-string"
import { expect, it } from "vitest"

import { createElement } from "./create-element.ts"

it("is what jsx() is, for a key after a spread: keys, promises and refusals alike", async () => {
  const row = createElement("li", { class: "a", key: 3 }, "b", Promise.resolve("c"))
  expect(await renderToStringAsync(createElement("ul", null, row))).toBe('<ul><li class="a" data-key="3">bc</li></ul>')
  expect(() => createElement("a", { href: "javascript:alert(1)", key: 1 })).toThrow("href")
})

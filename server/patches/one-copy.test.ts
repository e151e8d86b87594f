import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

import { expect, it } from "vitest"

import type { Patch } from "../protocol.ts"
import { inOneCopy } from "./one-copy.ts"

/** Bytes that are held after what can be thrown away has been. */
function held(): number {
  setFlagsFromString("--expose-gc")
  runInNewContext("gc")()
  return process.memoryUsage().heapUsed
}

/** Rendered anew each time, as a string of its own. */
const list = (row: string, rows = 10_000) => Buffer.from(row.repeat(rows)).toString()
const shown = (html: string): Patch[] =>
  inOneCopy([
    ["title", "List"],
    ["morph", "list", html],
    ["body", html],
  ])

it("keeps what many pages are shown alike once", () => {
  const before = held()
  const pages = Array.from({ length: 200 }, () => shown(list("<li>row</li>")))
  const each = (held() - before) / pages.length
  expect(each).toBeLessThan(list("<li>row</li>").length / 10)
  expect(new Set(pages.map((patches) => JSON.stringify(patches))).size).toBe(1)
})

it("leaves patches as they are, also those that are as long as others", () => {
  expect(shown(list("<li>one</li>"))).toEqual([
    ["title", "List"],
    ["morph", "list", list("<li>one</li>")],
    ["body", list("<li>one</li>")],
  ])
  expect(shown(list("<li>two</li>"))[1]).toEqual(["morph", "list", list("<li>two</li>")])
  expect(shown("short")).toEqual([
    ["title", "List"],
    ["morph", "list", "short"],
    ["body", "short"],
  ])
})

import * as fc from "fast-check"
import { describe, expect, it } from "vitest"

import { cases } from "../../scripts/properties.mjs"
import { Bookmarks } from "./bookmarks.ts"
import { difference } from "./difference.ts"
import { isAddressable } from "./html-tree.ts"

type Row = { key: number | undefined; cells: string[]; nested: Row[] }

const cells = fc.array(fc.constantFrom("", "a", "another", "&lt;", "a much longer text than others", "<b>x</b>", "<i>y</i>z"), {
  maxLength: 3,
})
const { row } = fc.letrec<{ row: Row }>((tie) => ({
  row: fc.record({
    key: fc.option(fc.nat(30), { nil: undefined }),
    cells,
    nested: fc.oneof({ maxDepth: 2 }, fc.constant<Row[]>([]), fc.array(tie("row"), { maxLength: 4 })),
  }),
}))

/** What becomes of a list: some of it is replaced, anywhere. */
const edit = fc.record({ at: fc.nat(), count: fc.nat(2), rows: fc.array(row, { maxLength: 2 }), deep: fc.boolean(), title: fc.nat(1) })
type Edit = typeof edit extends fc.Arbitrary<infer Value> ? Value : never

function edited(rows: Row[], { at, count, rows: others, deep }: Edit): Row[] {
  const index = at % (rows.length + 1)
  const parent = rows[index]
  if (deep && parent)
    return rows.with(index, { ...parent, nested: parent.nested.toSpliced(at % (parent.nested.length + 1), count, ...others) })
  return rows.toSpliced(index, count, ...others)
}

function html(rows: Row[], title: number): string {
  return `<main id="root" title="${"t".repeat(title)}"><h2>${title}</h2>${list(rows)}<p>tail</p></main>`
}

function list(rows: Row[]): string {
  const items = rows.map(({ key, cells: texts, nested }) => {
    const attributes = key === undefined ? "" : ` data-key="${key}"`
    return `<li${attributes}>${texts.map((text) => `<p>${text}</p>`).join("")}${nested.length > 0 ? list(nested) : ""}</li>`
  })
  return `<ul>${items.join("")}</ul>`
}

describe("bookmarks", () => {
  it("change nothing in what is found, through any number of changes", () => {
    let found = 0
    fc.assert(
      fc.property(
        fc.array(row, { minLength: 3, maxLength: 12 }),
        fc.array(edit, { minLength: 2, maxLength: 8 }),
        fc.constantFrom(1, 30, 200),
        (first, edits, distance) => {
          let rows = first
          let shown = html(rows, 0)
          let bookmarks = new Bookmarks(distance)
          expect(isAddressable(shown)).toBe(true)
          for (const one of edits) {
            rows = edited(rows, one)
            const next = html(rows, one.title)
            const operations = difference("root", shown, next, { isKnown: true, bookmarks })
            expect(operations).toEqual(difference("root", shown, next, { isKnown: true }))
            if (operations) bookmarks.turn()
            else bookmarks = new Bookmarks(distance)
            if (bookmarks.before(next.length)) found++
            shown = next
          }
        },
      ),
      cases(300),
    )
    expect(found).toBeGreaterThan(100)
  })

  it("spare reading what is before a change, also where changes go to and fro", () => {
    const rows = (changed: number) =>
      Array.from({ length: 1000 }, (_, key) => ({ key, cells: [key === changed ? "changed" : "as it was"], nested: [] }))
    const bookmarks = new Bookmarks(500)
    let shown = html(rows(-1), 0)
    for (const changed of [900, 100, 800, 950]) {
      const next = html(rows(changed), 0)
      difference("root", shown, next, { bookmarks })
      bookmarks.turn()
      shown = next
    }
    const last = shown.indexOf('data-key="990"')
    expect(last - (bookmarks.before(shown.indexOf('data-key="800"'))?.at ?? 0)).toBeGreaterThan(0)
    expect(shown.indexOf('data-key="800"') - (bookmarks.before(shown.indexOf('data-key="800"'))?.at ?? 0)).toBeLessThan(1_500)
  })
})

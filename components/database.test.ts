import { existsSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { z } from "zod"

import { useFreshDatabase } from "./data/fresh-database.ts"
import { keepNewest, row, rows, run } from "./database.ts"

let directory = ""

beforeEach(() => {
  directory = useFreshDatabase()
})

const count = z.object({ count: z.number() })

describe("database", () => {
  it("makes its file where DATA_DIR says, with content to learn from", () => {
    expect(row(count, "select count(*) as count from articles")).toEqual({ count: 240 })
    expect(existsSync(join(directory, "lessons.db"))).toBe(true)
  })

  it("keeps what was written when it is opened again, and adds its content only once", () => {
    run("insert into items (list, title) values ('hand', 'Rope')")
    globalThis.lessonDatabases?.forEach((database) => {
      database.close()
    })
    expect(row(count, "select count(*) as count from items where title = 'Rope'")).toEqual({ count: 1 })
    expect(row(count, "select count(*) as count from articles")).toEqual({ count: 240 })
  })

  it("is not opened a second time when its module is loaded again", async () => {
    run("delete from items")
    const before = globalThis.lessonDatabases?.size
    vi.resetModules()
    const again = await import("./database.ts")
    expect(again.rows(count, "select count(*) as count from items")).toEqual([{ count: 0 }])
    expect(globalThis.lessonDatabases?.size).toBe(before)
  })

  it("refuses rows of another shape than was asked for", () => {
    expect(() => rows(z.object({ title: z.number() }), "select title from items")).toThrow()
  })

  it("keeps the newest rows of a table", () => {
    run("delete from notices")
    for (const message of ["one", "two", "three"]) run("insert into notices (message) values (?)", message)
    keepNewest("notices", 2)
    expect(rows(z.object({ message: z.string() }), "select message from notices order by id")).toEqual([
      { message: "two" },
      { message: "three" },
    ])
  })
})

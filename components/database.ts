import { mkdirSync } from "node:fs"
import { resolve } from "node:path"
import Database from "libsql"
import type { z } from "zod"

import { schema } from "./data/schema.ts"
import { seed } from "./data/seed.ts"

/** What SQLite takes and keeps. */
export type Value = string | number | null

/** The rows of a query, each checked against its shape. */
export function rows<T>(shape: z.ZodType<T>, sql: string, ...values: Value[]): T[] {
  return database()
    .prepare(sql)
    .all(...values)
    .map((row) => shape.parse(row))
}

/** The first row of a query, or undefined. */
export function row<T>(shape: z.ZodType<T>, sql: string, ...values: Value[]): T | undefined {
  const found = database()
    .prepare(sql)
    .get(...values)
  return found === undefined ? undefined : shape.parse(found)
}

/** Runs a statement and says how many rows it changed. */
export function run(sql: string, ...values: Value[]): number {
  return database()
    .prepare(sql)
    .run(...values).changes
}

/** Keeps only the newest rows of a table, so that what visitors write stays bounded. */
export function keepNewest(table: "contacts" | "notices" | "messages" | "outbox" | "calls", count: number) {
  run(`delete from ${table} where id <= (select max(id) from ${table}) - ?`, count)
}

declare global {
  /** Open databases by path. On globalThis, because hot reload loads this module again, and the file must not be opened twice. */
  var lessonDatabases: Map<string, Database.Database> | undefined
}

function database(): Database.Database {
  const path = resolve(process.env.DATA_DIR ?? ".livetsx", "lessons.db")
  globalThis.lessonDatabases ??= new Map()
  const known = globalThis.lessonDatabases.get(path)
  if (known?.open) return known
  const opened = open(path)
  globalThis.lessonDatabases.set(path, opened)
  return opened
}

function open(path: string): Database.Database {
  mkdirSync(resolve(path, ".."), { recursive: true })
  const opened = new Database(path, { timeout: 5000 })
  opened.pragma("journal_mode = wal")
  opened.pragma("synchronous = normal")
  prepare(opened)
  process.once("exit", () => opened.close())
  return opened
}

/** Several processes may start at once on one file: the first makes the tables, the others find them. */
function prepare(opened: Database.Database) {
  opened
    .transaction(() => {
      opened.exec(schema)
      const { count } = countOf(opened.prepare("select count(*) as count from articles").get())
      if (count === 0) seed(opened)
    })
    .immediate()
}

function countOf(found: unknown): { count: number } {
  if (typeof found === "object" && found !== null && "count" in found && typeof found.count === "number") return { count: found.count }
  throw new Error("The lessons' database did not answer a count.")
}

import { randomBytes, scryptSync } from "node:crypto"
import type Database from "libsql"

import { articles } from "./articles.ts"
import { contacts, items, messages, notes, notices, rooms, users } from "./content.ts"

/** What the lessons start with. Called once, inside the transaction that made the tables. */
export function seed(database: Database.Database) {
  const insert = (table: string, columns: string[], values: (string | number)[][]) => {
    const statement = database.prepare(`insert into ${table} (${columns.join(", ")}) values (${columns.map(() => "?").join(", ")})`)
    for (const row of values) statement.run(...row)
  }
  insert("articles", ["title", "summary", "place"], articles())
  insert(
    "lamps",
    ["id", "lit"],
    Array.from({ length: 12 }, (_, index) => [index + 1, index % 5 === 0 ? 1 : 0]),
  )
  insert("items", ["list", "title"], items)
  insert("contacts", ["name", "email", "message"], contacts)
  insert("notes", ["id", "title"], notes)
  insert("notices", ["message"], notices)
  insert("rooms", ["id", "title", "topic"], rooms)
  insert("messages", ["room", "author", "text", "sent"], messages)
  insert("users", ["name", "title", "salt", "hash"], users.map(withHash))
}

function withHash([name, title, password]: [name: string, title: string, password: string]): string[] {
  const salt = randomBytes(16).toString("hex")
  return [name, title, salt, scryptSync(password, salt, 32).toString("hex")]
}

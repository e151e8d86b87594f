import { z } from "zod"

import { row, rows, run } from "../database.ts"

const shape = z.object({ id: z.number(), title: z.string() })

export type Note = z.infer<typeof shape>

export const noteTitle = z.string().trim().min(1, "A note needs a word or two.").max(80, "At most 80 characters.")

export function notes(): Note[] {
  return rows(shape, "select id, title from notes order by id")
}

export function noteOf(id: number): Note | undefined {
  return row(shape, "select id, title from notes where id = ?", id)
}

export function saveNote(id: number, title: string): Note | undefined {
  run("update notes set title = ?, changed = current_timestamp where id = ?", title, id)
  return noteOf(id)
}

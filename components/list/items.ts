import { z } from "zod"

import { row, rows, run } from "../database.ts"

const shape = z.object({ id: z.number(), list: z.enum(["hand", "on"]), title: z.string() })

export type Item = z.infer<typeof shape>
export type List = Item["list"]

/** A shared list holds as many, so that it can be read. */
export const longest = 30

export function itemsOf(list: List): Item[] {
  return rows(shape, "select id, list, title from items where list = ? order by id", list)
}

/** Adds at the end; undefined where the list is full. */
export function addTo(list: List, title: string): Item | undefined {
  if (itemsOf(list).length >= longest) return undefined
  return row(shape, "insert into items (list, title) values (?, ?) returning id, list, title", list, title)
}

/** Removing twice is as good as once: two visitors may press the same button. */
export function removeItem(id: number) {
  run("delete from items where id = ?", id)
}

import { z } from "zod"

import { row, rows, run } from "../database.ts"

const shape = z.object({ id: z.number(), lit: z.number().transform(Boolean) })

export type Lamp = z.infer<typeof shape>

export function lamps(): Lamp[] {
  return rows(shape, "select id, lit from lamps order by id")
}

/** Lights the lamp or puts it out; undefined where there is no such lamp. */
export function switchLamp(id: number): Lamp | undefined {
  run("update lamps set lit = 1 - lit where id = ?", id)
  return row(shape, "select id, lit from lamps where id = ?", id)
}

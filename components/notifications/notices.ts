import { z } from "zod"

import { keepNewest, row, rows, run } from "../database.ts"

const shape = z.object({ id: z.number(), message: z.string() })

export type Notice = z.infer<typeof shape>

/** As many stay on the page. */
const shown = 6

export function notices(): Notice[] {
  return rows(shape, "select id, message from (select id, message from notices order by id desc limit ?) order by id", shown)
}

/** Keeps a notice, and says which one it pushes off the page. */
export function addNotice(message: string): { notice: Notice; pushedOff: Notice | undefined } {
  run("insert into notices (message) values (?)", message)
  keepNewest("notices", 100)
  const [notice, pushedOff] = [0, shown].map((offset) =>
    row(shape, "select id, message from notices order by id desc limit 1 offset ?", offset),
  )
  if (!notice) throw new Error("The notice was not kept.")
  return { notice, pushedOff }
}

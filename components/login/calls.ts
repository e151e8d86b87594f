import { z } from "zod"

import { keepNewest, rows, run } from "../database.ts"

const shape = z.object({ id: z.number(), function: z.string(), caller: z.string(), outcome: z.string() })

export type Call = z.infer<typeof shape>

/** Writes down who called a guarded handler, and whether it ran. */
export function recordCall(name: string, caller: string, outcome: "ran" | "refused") {
  run("insert into calls (function, caller, outcome) values (?, ?, ?)", name, caller, outcome)
  keepNewest("calls", 100)
}

export function recentCalls(): Call[] {
  return rows(shape, "select id, function, caller, outcome from calls order by id desc limit 5")
}

import { z } from "zod"

import { keepNewest, row, rows, run } from "../database.ts"

/** `kept`: no mail server is configured, so that the letter stays here. */
const statuses = ["sending", "sent", "failed", "kept"] as const
const shape = z.object({
  id: z.number(),
  visitor: z.string(),
  name: z.string(),
  email: z.string(),
  message: z.string(),
  status: z.enum(statuses),
})

export type Letter = z.infer<typeof shape>
export type Status = Letter["status"]

const columns = "id, visitor, name, email, message, status"

/** A visitor's own letters, newest first. */
export function lettersOf(visitor: string): Letter[] {
  return rows(shape, `select ${columns} from outbox where visitor = ? order by id desc limit 5`, visitor)
}

export function addLetter(visitor: string, letter: Pick<Letter, "name" | "email" | "message">): Letter {
  const { name, email, message } = letter
  const added = row(
    shape,
    `insert into outbox (visitor, name, email, message, status) values (?, ?, ?, ?, 'sending') returning ${columns}`,
    visitor,
    name,
    email,
    message,
  )
  if (!added) throw new Error("The letter was not kept.")
  keepNewest("outbox", 500)
  return added
}

export function markLetter(id: number, status: Status) {
  run("update outbox set status = ? where id = ?", status, id)
}

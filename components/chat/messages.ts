import { z } from "zod"

import { keepNewest, row, rows } from "../database.ts"

const roomShape = z.object({ id: z.string(), title: z.string(), topic: z.string() })
const messageShape = z.object({ id: z.number(), room: z.string(), author: z.string(), text: z.string(), sent: z.string() })

export type Room = z.infer<typeof roomShape>
export type Message = z.infer<typeof messageShape>

/** As many stay on the page. */
const shown = 50
const columns = "id, room, author, text, sent"

export function rooms(): Room[] {
  return rows(roomShape, "select id, title, topic from rooms order by rowid")
}

export function roomOf(id: string): Room | undefined {
  return row(roomShape, "select id, title, topic from rooms where id = ?", id)
}

/** The newest messages of a room, oldest first. */
export function messagesOf(room: string): Message[] {
  return rows(
    messageShape,
    `select ${columns} from (select ${columns} from messages where room = ? order by id desc limit ?) order by id`,
    room,
    shown,
  )
}

/** Keeps a message, and says which one it pushes off the page. */
export function addMessage(room: string, author: string, text: string): { message: Message; pushedOff: Message | undefined } {
  const message = row(messageShape, `insert into messages (room, author, text) values (?, ?, ?) returning ${columns}`, room, author, text)
  if (!message) throw new Error("The message was not kept.")
  keepNewest("messages", 1000)
  return {
    message,
    pushedOff: row(messageShape, `select ${columns} from messages where room = ? order by id desc limit 1 offset ?`, room, shown),
  }
}

import { randomUUID } from "node:crypto"
import { rm } from "node:fs/promises"
import { join, resolve } from "node:path"
import type { Upload } from "livetsx"
import { z } from "zod"

import { row, rows, run } from "../database.ts"

const shape = z.object({ id: z.string(), visitor: z.string(), name: z.string(), type: z.string(), size: z.number(), caption: z.string() })

export type Picture = z.infer<typeof shape>

/** Types that a browser shows, and that run nothing. */
export const kinds = ["image/png", "image/jpeg", "image/webp", "image/gif"] as const
/** Bytes of one picture. */
export const largest = 5_000_000
/** Pictures kept of one visitor, and of all. */
const most = { own: 8, all: 200 }

/** A visitor's own pictures, newest first. */
export function picturesOf(visitor: string): Picture[] {
  return rows(shape, "select * from pictures where visitor = ? order by rowid desc", visitor)
}

export function pictureOf(id: string, visitor: string): Picture | undefined {
  return row(shape, "select * from pictures where id = ? and visitor = ?", id, visitor)
}

/** Keeps a picture under a name of its own: the visitor's is only shown. */
export async function keepPicture(visitor: string, caption: string, upload: Upload) {
  const id = randomUUID()
  await upload.moveTo(pathOf(id))
  run(
    "insert into pictures (id, visitor, name, type, size, caption) values (?, ?, ?, ?, ?, ?)",
    id,
    visitor,
    upload.name,
    upload.type,
    upload.size,
    caption,
  )
  await removeSurplus(visitor)
}

export async function removePicture(id: string, visitor: string) {
  if (run("delete from pictures where id = ? and visitor = ?", id, visitor) > 0) await rm(pathOf(id), { force: true })
}

/** Where a picture is; only ids that were made here come so far. */
export function pathOf(id: string): string {
  return join(resolve(process.env.DATA_DIR ?? ".livetsx"), "pictures", id)
}

async function removeSurplus(visitor: string) {
  const own = rows(shape, "select * from pictures where visitor = ? order by rowid desc limit -1 offset ?", visitor, most.own)
  const all = rows(shape, "select * from pictures order by rowid desc limit -1 offset ?", most.all)
  for (const picture of [...own, ...all]) await removePicture(picture.id, picture.visitor)
}

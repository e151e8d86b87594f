import { scryptSync, timingSafeEqual } from "node:crypto"
import { z } from "zod"

import { row, run } from "../database.ts"

const shape = z.object({ name: z.string(), title: z.string() })
const secrets = z.object({ salt: z.string(), hash: z.string() })

export type User = z.infer<typeof shape>

export function userNamed(name: string): User | undefined {
  return row(shape, "select name, title from users where name = ?", name)
}

/** The user with this name and password, or undefined; it takes as long when there is no such user. */
export function authenticate(name: string, password: string): User | undefined {
  const { salt, hash } = row(secrets, "select salt, hash from users where name = ?", name) ?? { salt: "", hash: "0".repeat(64) }
  const same = timingSafeEqual(scryptSync(password, salt, 32), Buffer.from(hash, "hex"))
  return same ? userNamed(name) : undefined
}

export function retitle(name: string, title: string) {
  run("update users set title = ? where name = ?", title, name)
}

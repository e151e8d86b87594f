import { randomFillSync } from "node:crypto"

/** So many random bytes as base64url, which nobody can guess. The system is asked for many at a time: asking costs more than the bytes. */
export function randomText(bytes: number): string {
  if (used + bytes > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  const text = pool.toString("base64url", used, used + bytes)
  used += bytes
  return text
}

const pool = Buffer.alloc(4_096)
let used = pool.length

import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const folder = join(process.env.TORTURE_NOTES ?? "dist/torture-notes", "")
mkdirSync(folder, { recursive: true })

/** What this application knows for certain, on disk: neither Redis nor the framework has a part in it, and it outlives `kill -9`. */

/** A handler has begun with an event. */
export function ran(event: string): void {
  appendFileSync(join(folder, `ran-${process.pid}`), `${event}\n`)
}

/** The next number of a source; noted before it is sent, so that a document which is rendered later shows it. */
export function next(source: string): number {
  const number = (numbers.get(source) ?? 0) + 1
  numbers.set(source, number)
  const file = join(folder, `sent-${source}`)
  writeFileSync(`${file}.new`, String(number))
  renameSync(`${file}.new`, file)
  return number
}

const numbers = new Map<string, number>()

/** The last number of every source. */
export function sent(): Record<string, number> {
  const files = readdirSync(folder).filter((name) => /^sent-\w+$/.test(name))
  return Object.fromEntries(files.map((name) => [name.slice(5), Number(readFileSync(join(folder, name), "utf8"))]))
}

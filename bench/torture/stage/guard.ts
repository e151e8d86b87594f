import { cp, readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"

/** What a run must fail without: a piece of what was built, and what stands there instead. */
export interface Guard {
  /** In words. */
  what: string
  in: "server" | "load"
  cuts: [from: RegExp, to: string][]
}

export interface Built {
  /** Folder of the application's build. */
  application: string
  /** File of the load's. */
  load: string
}

/** A copy of what was built, without the guard. */
export async function without(guard: Guard, built: Built, folder: string): Promise<Built> {
  const copy: Built = { application: join(folder, "application"), load: join(folder, "load.mjs") }
  await cp(built.application, copy.application, { recursive: true })
  await cp(built.load, copy.load)
  const server = join(copy.application, "server")
  const modules = (await readdir(server)).filter((name) => name.endsWith(".js"))
  const files = guard.in === "load" ? [copy.load] : modules.map((name) => join(server, name))
  for (const cut of guard.cuts) await takeOut(guard.what, cut, files)
  return copy
}

/** Exactly once: a guard that has moved must not be thought to have been taken out. */
async function takeOut(what: string, [from, to]: [RegExp, string], files: string[]): Promise<void> {
  const all = new RegExp(from.source, `${from.flags}g`)
  let found = 0
  for (const file of files) {
    const text = await readFile(file, "utf8")
    const times = [...text.matchAll(all)].length
    found += times
    if (times) await writeFile(file, text.replace(all, to))
  }
  if (found !== 1) throw new Error(`Expected to find ${what} (${from}) once in what was built, found it ${found} times.`)
}

import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { afterEach, beforeEach, describe, expect, it } from "vitest"

import { createLog } from "./log.ts"
import { openDataDir, persistToDisk, readFromDisk } from "./persist.ts"

const lines: string[] = []
const log = createLog("test", { write: (line) => lines.push(line) })
let directory = ""

beforeEach(async () => {
  lines.length = 0
  directory = await mkdtemp(join(tmpdir(), "livetsx-persist-"))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

describe("what is kept for the next start", () => {
  it("is read once, by the next start only", async () => {
    await persistToDisk(directory, "pages", [["room", { a: 1 }]])
    expect(await readFromDisk(directory, "pages", log)).toEqual([["room", { a: 1 }]])
    expect(await readFromDisk(directory, "pages", log)).toBeUndefined()
    expect(lines).toEqual([])
  })

  it("is for this user's eyes only, in a directory that is made where there is none", async () => {
    const nested = join(directory, "deep", "down")
    await persistToDisk(nested, "sessions", [])
    expect((await stat(join(nested, "sessions.json"))).mode & 0o777).toBe(0o600)
    expect(await readdir(nested)).toEqual(["sessions.json"])
  })

  it("has its folder from the start, or the start fails and says why", async () => {
    const nested = join(directory, "deep", "down")
    await openDataDir(nested)
    expect(await readdir(join(directory, "deep"))).toEqual(["down"])
    await writeFile(join(directory, "file"), "")
    const refused = join(directory, "file", "data")
    await expect(openDataDir(refused)).rejects.toThrow(
      `DATA_DIR ${JSON.stringify(refused)} cannot be written to (ENOTDIR). Expected a folder`,
    )
  })

  it("is replaced whole", async () => {
    await persistToDisk(directory, "pages", "x".repeat(100_000))
    await persistToDisk(directory, "pages", "short")
    expect(await readFromDisk(directory, "pages", log)).toBe("short")
  })

  it("is done without when it is broken, with one line in the log", async () => {
    await writeFile(join(directory, "pages.json"), '[["room", {"a"')
    expect(await readFromDisk(directory, "pages", log)).toBeUndefined()
    expect(lines).toHaveLength(1)
  })

  it("leaves nothing behind when it cannot be written", async () => {
    const circle: Record<string, unknown> = {}
    circle.self = circle
    await expect(persistToDisk(directory, "pages", circle)).rejects.toThrow()
    await expect(persistToDisk(join(directory, "pages.json"), "../nowhere/pages", [])).rejects.toThrow()
    expect((await readdir(directory)).filter((name) => name.endsWith(".tmp"))).toEqual([])
  })
})

import { randomUUID } from "node:crypto"
import { access, constants, mkdir, open, readFile, rename, rm } from "node:fs/promises"
import { join } from "node:path"

import { AuthorError } from "../errors.ts"
import type { Log } from "./log.ts"

/** Makes the folder that `persistToDisk` will write to. Not to find out only when a process ends, with all that it knew, that it cannot. */
export async function openDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true })
    await access(dataDir, constants.W_OK)
  } catch (error) {
    const { code } = Object(error)
    throw new AuthorError(
      `DATA_DIR ${JSON.stringify(dataDir)} cannot be written to (${code}). Expected a folder of this process's own: sessions and pages are kept there between its end and its next start.`,
    )
  }
}

/** Writes JSON for the next start, whole or not at all, readable by this user only: it holds sessions. */
export async function persistToDisk(dataDir: string, name: string, data: unknown): Promise<void> {
  await mkdir(dataDir, { recursive: true })
  const temporary = join(dataDir, `${name}.${randomUUID()}.tmp`)
  try {
    await write(temporary, JSON.stringify(data))
    await rename(temporary, fileOf(dataDir, name))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** What the last run wrote; undefined where there is nothing that can be read. It is taken: after a crash, what an earlier run knew must not come back. */
export async function readFromDisk(dataDir: string, name: string, log: Log): Promise<unknown> {
  const file = fileOf(dataDir, name)
  try {
    const text = await readFile(file, "utf8")
    await rm(file)
    return JSON.parse(text)
  } catch (error) {
    if (!isMissing(error))
      log.warn({ file, problem: String(error) }, `What the last run kept of its ${name} cannot be read; starting without it`)
    return undefined
  }
}

async function write(file: string, text: string): Promise<void> {
  const handle = await open(file, "wx", 0o600)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

function fileOf(dataDir: string, name: string): string {
  return join(dataDir, `${name}.json`)
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT"
}

import { randomBytes } from "node:crypto"
import { copyFile, mkdir, rename, rm } from "node:fs/promises"
import { dirname } from "node:path"

/** Moves a file; to another file system by way of a copy beside the target, so that nobody ever finds half a file there. */
export async function moveFile(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true })
  try {
    await rename(from, to)
  } catch (error) {
    if (!isOtherFileSystem(error)) throw error
    await copyThenRename(from, to)
    await rm(from, { force: true })
  }
}

async function copyThenRename(from: string, to: string): Promise<void> {
  const copy = `${to}.${randomBytes(6).toString("hex")}.part`
  try {
    await copyFile(from, copy)
    await rename(copy, to)
  } catch (error) {
    await rm(copy, { force: true })
    throw error
  }
}

function isOtherFileSystem(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EXDEV"
}

import { mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest"

import { moveFile } from "./move-file.ts"

vi.mock("node:fs/promises", async (load) => {
  const real = await load<typeof import("node:fs/promises")>()
  return { ...real, rename: vi.fn(real.rename), copyFile: vi.fn(real.copyFile) }
})

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "livetsx-move-"))
  await writeFile(join(folder, "from"), "content")
})

afterEach(() => rm(folder, { recursive: true, force: true }))

describe("moving a file", () => {
  it("makes the folders on its way", async () => {
    await moveFile(join(folder, "from"), join(folder, "a", "b", "to"))
    expect(await readFile(join(folder, "a", "b", "to"), "utf8")).toBe("content")
    expect(await readdir(folder)).toEqual(["a"])
  })

  it("goes to another file system, and leaves nothing else behind", async () => {
    vi.mocked(rename).mockRejectedValueOnce(Object.assign(new Error("cross-device"), { code: "EXDEV" }))
    await moveFile(join(folder, "from"), join(folder, "to"))
    expect(await readFile(join(folder, "to"), "utf8")).toBe("content")
    expect(await readdir(folder)).toEqual(["to"])
  })

  it("leaves no half file where it fails", async () => {
    const failure = Object.assign(new Error("cross-device"), { code: "EXDEV" })
    vi.mocked(rename).mockRejectedValueOnce(failure).mockRejectedValueOnce(new Error("full"))
    await expect(moveFile(join(folder, "from"), join(folder, "to"))).rejects.toThrow("full")
    expect(await readdir(folder)).toEqual(["from"])
  })
})

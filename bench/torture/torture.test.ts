import { execFile } from "node:child_process"
import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"

import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { rows } from "./rows/rows.ts"
import { type Built, without } from "./stage/guard.ts"
import { play } from "./torture.ts"

const here = import.meta.dirname
let folder: string
let built: Built

beforeAll(async () => {
  await mkdir(join(here, "dist"), { recursive: true })
  folder = await mkdtemp(join(here, "dist/test-"))
  // The plugin of an application builds nothing where it is told that it runs in a test.
  const { VITEST: _, NODE_ENV: __, ...env } = process.env
  await promisify(execFile)(process.execPath, [join(here, "build.mjs"), folder], { env })
  built = { application: join(folder, "application"), load: join(folder, "load.mjs") }
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe("on a small scale there holds", { timeout: 90_000 }, () => {
  for (const [name, row] of Object.entries(rows))
    it(`${name}: ${row.promise}`, async () => {
      expect((await play(row, built, true)).wrong).toEqual([])
    })
})

describe("the guards", () => {
  it("are where `npm run torture` takes them out, to see that it notices", async () => {
    for (const [name, { guard }] of Object.entries(rows)) await without(guard, built, join(folder, `without-${name}`))
  })
})

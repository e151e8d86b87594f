import { execFile } from "node:child_process"
import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { promisify } from "node:util"

import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { rows } from "./rows/rows.ts"
import type { Built } from "./stage/guard.ts"
import { prove } from "./torture.ts"

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

describe("small, and not without its guard:", { timeout: 60_000 }, () => {
  for (const [name, { promise, guard }] of Object.entries(rows)) {
    it(`${name} ${promise}; without ${guard.what} it is noticed`, async () => {
      const { wrong, without } = await prove(name, built, folder, true)
      expect(wrong).toEqual([])
      expect(without).not.toEqual([])
    })
  }
})

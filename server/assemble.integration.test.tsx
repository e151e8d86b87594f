import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { expect, it, vi } from "vitest"

import { catalogs } from "./languages/catalogs.ts"
import { page } from "./pages/page.ts"
import { testApp } from "./testing/index.ts"

const home = page("/", ({ t }) => (
  <p>
    {t("hello")} {t("nowhere")} {t("nowhere")}
  </p>
))
const modules = { "components/home.tsx": { home } }

it("tells once in the log of a text that no language has", async () => {
  const live = await testApp({ modules, translate: catalogs({ en: { hello: "Hello" } }), printLog: false })
  expect(await (await fetch(live.url)).text()).toContain("<p>Hello nowhere nowhere</p>")
  expect(live.log.filter((line) => line.includes("found no text"))).toEqual([expect.stringContaining('t("nowhere")')])
  await live.close()
})

it("does not start where what is to outlive it cannot be kept", async () => {
  const folder = await mkdtemp(join(tmpdir(), "livetsx-assemble-"))
  const dataDir = join(folder, "file", "data")
  await writeFile(join(folder, "file"), "")
  await expect(testApp({ modules, dataDir, printLog: false })).rejects.toThrow(`DATA_DIR ${JSON.stringify(dataDir)} cannot be written to`)
  await rm(folder, { recursive: true })
})

it("takes away, as it starts, what forms left behind whose process was killed", async () => {
  const folder = await mkdtemp(join(tmpdir(), "livetsx-assemble-"))
  const old = new Date(Date.now() - 2 * 60 * 60_000)
  for (const name of ["livetsx-form-old", "livetsx-form-new", "livetsx-other-old"]) {
    await mkdir(join(folder, name))
    await writeFile(join(folder, name, "0"), "a file")
    if (name.endsWith("old")) await utimes(join(folder, name), old, old)
  }
  vi.stubEnv("TMPDIR", folder)
  const live = await testApp({ modules, dataDir: join(folder, "data"), printLog: false })
  vi.unstubAllEnvs()
  const left = await readdir(folder)
  expect(left).not.toContain("livetsx-form-old")
  expect(left).toEqual(expect.arrayContaining(["livetsx-form-new", "livetsx-other-old"]))
  await live.close()
  await rm(folder, { recursive: true })
})

import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { expect, it } from "vitest"

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

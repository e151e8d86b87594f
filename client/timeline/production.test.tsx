import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { page } from "livetsx"
import { openPage, testApp } from "livetsx/testing"
import { describe, expect, it, onTestFinished } from "vitest"

import { freePort, run, startServer } from "../../scripts/processes.mjs"

const repository = join(import.meta.dirname, "../..")
const home = `import { page } from "livetsx"\nexport const home = page("/", () => <h1>Home</h1>)\n`
const config = `import { fromSources } from "../../bench/measure/from-sources.mjs"
import livetsx from "../../server/dev/vite-plugin.ts"
export default { plugins: [livetsx(), fromSources()] }\n`

describe("outside of development", () => {
  it("nothing of the timeline is in what is built, nor in its documents", { timeout: 60_000 }, async () => {
    mkdirSync(join(repository, "dist"), { recursive: true })
    const root = mkdtempSync(join(repository, "dist/production-"))
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    mkdirSync(join(root, "components"))
    writeFileSync(join(root, "components/home.tsx"), home)
    writeFileSync(join(root, "vite.config.mjs"), config)
    const env = { VITEST: "", NODE_ENV: "production" }
    run(root, process.execPath, [join(repository, "node_modules/vite/bin/vite.js"), "build"], env)
    const built = filesUnder(join(root, "dist/client"))
    expect(built.some((path) => path.endsWith(".js"))).toBe(true)
    expect(built.filter((path) => /timeline|event-ended/i.test(path + readFileSync(path, "latin1")))).toEqual([])

    const port = await freePort()
    const secret = "a secret of this test alone, 32 characters or more"
    const address = `http://127.0.0.1:${port}/`
    const server = await startServer(
      root,
      process.execPath,
      ["dist/server/main.js"],
      { ...env, PORT: String(port), SECRET: secret },
      address,
    )
    const document = await fetch(address).then((response) => response.text())
    await server.stop()
    expect(document).toContain("<h1>Home</h1>")
    expect(document).not.toMatch(/timeline/i)
  })

  it("nothing of it is in the pages of tests", async () => {
    const live = await testApp({ modules: { "components/home.tsx": { home: page("/", () => <h1>Home</h1>) } } })
    onTestFinished(() => live.close())
    const opened = await openPage(live, "/")
    expect(opened.document.documentElement.outerHTML).not.toMatch(/timeline/i)
  })
})

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

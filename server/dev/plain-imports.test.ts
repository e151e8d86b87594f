import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { build } from "vite"
import { afterAll, beforeAll, expect, it } from "vitest"

import { plainImports } from "./plain-imports.ts"

const helper = "vite:preloadError"
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "livetsx-parts-"))
  await writeFile(join(folder, "chart.css"), "p { color: red }")
  await writeFile(join(folder, "chart.js"), `import "./chart.css"\nexport const draw = () => 1`)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

it("loads the framework's parts without what Vite needs for parts with styles", async () => {
  const built = await builtOf("")
  expect(built.split("import(").length).toBeGreaterThan(5)
  expect(built.includes(helper)).toBe(false)
})

it("leaves the application's own parts their styles", async () => {
  const built = await builtOf(`import("./chart.js").then(({ draw }) => draw())`)
  expect(built.includes(helper)).toBe(true)
  expect(built.match(/\["assets\/chart-[^"]+\.css"\]/)).not.toBeNull()
})

/** The scripts of a page that starts the framework, and does something of its own. */
async function builtOf(own: string): Promise<string> {
  const entry = join(folder, "entry.js")
  await writeFile(entry, `import { start } from ${JSON.stringify(join(import.meta.dirname, "../../client/index.ts"))}\nstart()\n${own}`)
  const result = await build({
    configFile: false,
    logLevel: "error",
    root: folder,
    plugins: [plainImports()],
    build: { write: false, modulePreload: false, rolldownOptions: { input: entry } },
  })
  const outputs = [result].flat().flatMap((one) => ("output" in one ? one.output : []))
  return outputs.map((one) => (one.type === "chunk" ? one.code : "")).join("\n")
}

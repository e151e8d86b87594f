// npm run torture: what is promised about delivery and security, with the figures. npm run torture -- R2 S4: these rows alone; --short: small ones.
import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"

const here = fileURLToPath(new URL("./", import.meta.url))
mkdirSync(join(here, "dist"), { recursive: true })
const folder = mkdtempSync(join(here, "dist/run-"))
const words = process.argv.slice(2)
const unknown = words.find((word) => word.startsWith("-") && word !== "--short")

try {
  if (unknown) throw new Error(`Expected names of rows and --short, got ${unknown}.`)
  const { status } = spawnSync(process.execPath, [join(here, "build.mjs"), folder], { stdio: "inherit" })
  if (status !== 0) throw new Error("The application of the torture could not be built.")
  const { stop, torture } = await import(pathToFileURL(join(folder, "torture.mjs")).href)
  // What it has started ends with it.
  for (const signal of ["SIGINT", "SIGTERM"])
    process.once(signal, () =>
      stop().finally(() => {
        rmSync(folder, { recursive: true, force: true })
        process.exit(1)
      }),
    )
  const built = { application: join(folder, "application"), load: join(folder, "load.mjs") }
  const rows = words.filter((word) => !word.startsWith("-"))
  const passed = await torture(rows, built, folder, words.includes("--short"))
  process.exitCode = passed ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
process.exit()

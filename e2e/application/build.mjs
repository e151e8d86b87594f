// Builds the pages of the tests into a folder of this run's own, so that two runs do not disturb each other: node e2e/application/build.mjs FOLDER.
import { cpSync } from "node:fs"
import { join, resolve } from "node:path"
import { fileURLToPath } from "node:url"

import { createBuilder } from "vite"

const here = fileURLToPath(new URL("./", import.meta.url))
const [folder] = process.argv.slice(2)
if (!folder) throw new Error("Expected a folder.")

const root = resolve(folder)
cpSync(join(here, "components"), join(root, "components"), { recursive: true })
const builder = await createBuilder({ root, configFile: join(here, "vite.config.ts"), logLevel: "error" })
await builder.buildApp()

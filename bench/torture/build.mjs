// Builds the application and the tools of `npm run torture` into a folder: node bench/torture/build.mjs FOLDER.
// In a process of its own, since the plugin of an application behaves otherwise within vitest.
import { cpSync, renameSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { build, createBuilder } from "vite"

const here = fileURLToPath(new URL("./", import.meta.url))
const [folder] = process.argv.slice(2)
if (!folder) throw new Error("Expected a folder.")

// A copy of its own, so that two runs do not disturb each other.
const root = join(folder, "sources")
cpSync(join(here, "application/components"), join(root, "components"), { recursive: true })
const builder = await createBuilder({ root, configFile: join(here, "application/vite.config.ts"), logLevel: "error" })
await builder.buildApp()
renameSync(join(root, "dist"), join(folder, "application"))

// What is under test stays in a file of its own, and nothing is renamed: guards are taken out of it as text.
for (const [name, entry] of Object.entries({ load: "load/main.ts", torture: "torture.ts" })) {
  await build({
    root: fileURLToPath(new URL("../../", import.meta.url)),
    configFile: false,
    logLevel: "error",
    resolve: { conditions: ["livetsx-source"] },
    build: {
      ssr: join(here, entry),
      outDir: folder,
      emptyOutDir: false,
      copyPublicDir: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
    },
  })
}

import { join } from "node:path"

import type { Plugin } from "vite"
import { defineConfig } from "vite"

import livetsx from "../../../server/dev/vite-plugin.ts"
import { fromSources } from "../../measure/from-sources.mjs"

/** Builds into a folder of this run's own, so that runs do not disturb each other. */
function into(folder: string): Plugin {
  return {
    name: "torture:into",
    config: ({ environments = {} }) => {
      for (const [name, { build }] of Object.entries(environments)) if (build) build.outDir = join(folder, name === "client" ? "client" : "server")
    },
  }
}

const folder = process.env["TORTURE_OUT"]

export default defineConfig({ plugins: [livetsx(), fromSources(), ...(folder ? [into(folder)] : [])] })

import { defineConfig } from "vite"

import { fromSources } from "../../bench/measure/from-sources.mjs"
import livetsx from "../../server/dev/vite-plugin.ts"

export default defineConfig({ plugins: [livetsx(), fromSources()] })

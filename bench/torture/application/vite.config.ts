import { defineConfig } from "vite"

import livetsx from "../../../server/dev/vite-plugin.ts"
import { fromSources } from "../../measure/from-sources.mjs"

export default defineConfig({ plugins: [livetsx(), fromSources()] })

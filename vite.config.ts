import { defineConfig } from "vite"

// An application writes `import livetsx from "livetsx/vite"`; here it is run from its sources.
import livetsx from "./server/dev/vite-plugin.ts"

export default defineConfig({ plugins: [livetsx()] })

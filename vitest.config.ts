import { defineConfig } from "vitest/config"

import { patience } from "./scripts/patience.mjs"
import livetsx from "./server/dev/vite-plugin.ts"

export default defineConfig({
  plugins: [livetsx()],
  test: {
    include: ["{server,client,components,bench,scripts}/**/*.test.{ts,tsx}"],
    setupFiles: ["scripts/patience.mjs"],
    expect: { poll: { timeout: patience } },
    testTimeout: 3 * patience,
  },
})

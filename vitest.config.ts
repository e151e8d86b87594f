import { defineConfig } from "vitest/config"

import livetsx from "./server/dev/vite-plugin.ts"

export default defineConfig({
  plugins: [livetsx()],
  test: { include: ["{server,client,components,bench,scripts}/**/*.test.{ts,tsx}"] },
})

import { defineConfig } from "vitest/config"

export default defineConfig({
  resolve: { conditions: ["livetsx-source"] },
  ssr: { resolve: { conditions: ["livetsx-source"] } },
  oxc: { jsx: { runtime: "automatic", importSource: "livetsx" } },
  test: { include: ["{server,client,components,bench}/**/*.test.{ts,tsx}"] },
})

import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { defineConfig, devices } from "@playwright/test"

import { chromiumFlags, chromiumPath } from "./scripts/chromium.mjs"
import { freePort } from "./scripts/processes.mjs"

// Worker processes read this file again: they inherit what the first reading chose.
process.env.E2E_PORT ??= String(await freePort())
process.env.E2E_LAB_PORT ??= String(await freePort())
process.env.E2E_LAB_DIR ??= `e2e/application/dist/${process.env.E2E_LAB_PORT}`
process.env.E2E_SMTP_PORT ??= String(await freePort())
process.env.E2E_DATA_DIR ??= mkdtempSync(join(tmpdir(), "livetsx-e2e-"))
const baseURL = `http://127.0.0.1:${process.env.E2E_PORT}`

const common = {
  stdout: "ignore",
  stderr: "pipe",
  gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
} as const
const environment = {
  HOST: "127.0.0.1",
  SECRET: "a secret of the end-to-end tests alone, 32 characters or more",
  NODE_ENV: "production",
}

/** End-to-end tests, against the production build on a port of its own. */
export default defineConfig({
  testDir: "e2e",
  globalSetup: "./e2e/mail.ts",
  globalTeardown: "./e2e/tidy.ts",
  outputDir: "test-results/e2e",
  fullyParallel: true,
  forbidOnly: true,
  workers: 2,
  // What a test waits for comes within a second: these are for a machine that does something else as well.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"], ["json", { outputFile: "test-results/e2e.json" }]],
  use: {
    baseURL,
    trace: "off",
    ...devices["Desktop Chrome"],
    launchOptions: { executablePath: chromiumPath(), args: chromiumFlags },
  },
  projects: [{ name: "chromium" }],
  webServer: [
    {
      ...common,
      command: "node dist/server/main.js",
      port: Number(process.env.E2E_PORT),
      env: {
        ...environment,
        PORT: process.env.E2E_PORT,
        SMTP_URL: `smtp://127.0.0.1:${process.env.E2E_SMTP_PORT}`,
        DATA_DIR: process.env.E2E_DATA_DIR,
      },
    },
    // Pages of the tests' own, for what the example application has no page for.
    {
      ...common,
      command: `node e2e/application/build.mjs ${process.env.E2E_LAB_DIR} && node ${process.env.E2E_LAB_DIR}/dist/server/main.js`,
      port: Number(process.env.E2E_LAB_PORT),
      env: { ...environment, PORT: process.env.E2E_LAB_PORT, DATA_DIR: join(process.env.E2E_DATA_DIR, "lab") },
    },
  ],
})

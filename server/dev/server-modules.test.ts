import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { createServer, isRunnableDevEnvironment } from "vite"
import { afterEach, expect, it } from "vitest"

import { virtual } from "./module-names.ts"
import livetsx from "./vite-plugin.ts"

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** What the server of an application with these files finds. */
async function found(...files: string[]): Promise<{ modules: string[]; app: boolean }> {
  const root = mkdtempSync(join(tmpdir(), "livetsx-modules-"))
  folders.push(root)
  mkdirSync(join(root, "components"))
  for (const file of files) writeFileSync(join(root, "components", file), "export default 1")
  const server = await createServer({
    root,
    configFile: false,
    logLevel: "silent",
    plugins: [livetsx()],
    server: { middlewareMode: true, ws: false, watch: null },
  })
  try {
    const { ssr } = server.environments
    if (!isRunnableDevEnvironment(ssr)) throw new Error("Expected Vite to run modules of the server.")
    const { modules } = await ssr.runner.import<{ modules: object }>(virtual.components)
    const { app } = await ssr.runner.import<{ app: unknown }>(virtual.app)
    return { modules: Object.keys(modules), app: typeof app === "function" }
  } finally {
    await server.close()
  }
}

it.each(["app.ts", "app.tsx"])("takes components/%s for the application, and for nothing else", async (app) => {
  expect(await found(app, "list.tsx")).toEqual({ modules: ["components/list.tsx"], app: true })
})

it("leaves out tests and what begins with an underscore", async () => {
  expect(await found("list.tsx", "_row.tsx", "list.test.tsx")).toEqual({ modules: ["components/list.tsx"], app: false })
})

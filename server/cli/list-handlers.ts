import { existsSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

import { discover } from "../events/discovery.ts"
import type { Modules } from "../events/discovery.ts"
import type { Terminal } from "./terminal.ts"

/** Where the application's modules come from, and how to be done with them. */
interface Opened {
  modules: Modules
  close(): Promise<void>
}

/** Lists every handler with its file, by name. Modules that fail to load are errors, and the exit code is 1. */
export async function listHandlers(root: string, { out, error }: Terminal): Promise<number> {
  const opened = await open(root)
  if (!opened) {
    error(`There is no application in ${root}: neither a folder components nor dist/server.`)
    return 1
  }
  const { handlers, failures } = await discover(opened.modules)
  const widest = Math.max(0, ...handlers.map(({ handler }) => handler.name.length))
  for (const { handler, file } of handlers.sort(byName)) out(`${handler.name.padEnd(widest)}  ${file}`)
  for (const failure of failures) error(`✗ ${failure.path}: ${messageOf(failure.error)}`)
  await opened.close()
  return failures.length ? 1 : 0
}

/** The sources where they are, otherwise what was built: a production image has no Vite. */
async function open(root: string): Promise<Opened | undefined> {
  if (existsSync(join(root, "components"))) return openSources(root)
  const parts = join(root, "dist/server/parts.js")
  return existsSync(parts) ? openBuilt(parts) : undefined
}

async function openSources(root: string): Promise<Opened> {
  const { createServer, isRunnableDevEnvironment } = await import("vite")
  const vite = await createServer({
    root,
    logLevel: "error",
    server: { middlewareMode: true, ws: false, watch: null },
    optimizeDeps: { noDiscovery: true, include: [] },
  })
  const { ssr } = vite.environments
  if (!isRunnableDevEnvironment(ssr))
    throw new Error("The ssr environment of this Vite configuration cannot run modules. Expected Vite's own.")
  const { modules } = await ssr.runner.import<{ modules: Modules }>("virtual:livetsx/components")
  return { modules, close: () => vite.close() }
}

async function openBuilt(path: string): Promise<Opened> {
  const { parts }: { parts: { modules: Modules } } = await import(pathToFileURL(path).href)
  return { modules: parts.modules, close: async () => {} }
}

function byName(one: { handler: { name: string } }, other: { handler: { name: string } }): number {
  return one.handler.name.localeCompare(other.handler.name)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

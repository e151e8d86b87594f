import { existsSync } from "node:fs"
import { join } from "node:path"
import { pathToFileURL } from "node:url"

import type { Terminal } from "./terminal.ts"

const main = "dist/server/main.js"

/** Runs the application that was built, in this process, which goes on until it is told to stop. */
export async function startBuilt(root: string, { error }: Terminal): Promise<number | undefined> {
  const path = join(root, main)
  if (!existsSync(path)) {
    error(`The application is not built: there is no ${main} in ${root}.\nRun \`npx vite build\` first.`)
    return 1
  }
  await import(pathToFileURL(path).href)
  return undefined
}

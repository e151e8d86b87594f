import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

import type { Terminal } from "./terminal.ts"

/** Makes a small application in a new folder: it runs, tests itself and can be deployed. */
export async function newApplication(root: string, { out, error }: Terminal, name = ""): Promise<number> {
  const folder = join(root, name)
  const reason = refusal(name, folder)
  if (reason) {
    error(reason)
    return 1
  }
  cpSync(join(dirname(own("livetsx/package.json")), "template"), folder, { recursive: true })
  // npm publishes no file of these names.
  for (const ignored of ["gitignore", "dockerignore"]) renameSync(join(folder, `_${ignored}`), join(folder, `.${ignored}`))
  rewrite(join(folder, "package.json"), (text) => text.replace('"my-app"', JSON.stringify(name)).replace('"livetsx": "*"', dependency()))
  rewrite(join(folder, "README.md"), (text) => text.replace("my-app", name))
  out(`Made ${name}. What comes next:\n\n  cd ${name}\n  npm install\n  npm run dev`)
  return 0
}

const own = createRequire(import.meta.url).resolve

/** What is wrong with the name, as npm and folders have names; undefined where nothing is. */
function refusal(name: string, folder: string): string | undefined {
  if (!/^[a-z\d][a-z\d._-]{0,200}$/.test(name))
    return `livetsx new expected a name of small letters, digits, ".", "_" and "-", such as my-app. Got: ${JSON.stringify(name)}`
  if (existsSync(folder) && readdirSync(folder).length > 0)
    return `livetsx new expected a folder that is empty or not there. Got: ${folder}`
  return undefined
}

function dependency(): string {
  const { version }: { version: string } = JSON.parse(readFileSync(own("livetsx/package.json"), "utf8"))
  return `"livetsx": "^${version}"`
}

function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, "utf8")))
}

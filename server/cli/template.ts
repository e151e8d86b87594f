import { readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"

export interface TemplateFile {
  /** From the application's folder. */
  path: string
  text: string
}

type Dependencies = Record<string, string>

/** The files of an application of this name: those of template/, in the versions that this package is itself tested with. */
export function filesOf(name: string): TemplateFile[] {
  const stored = readdirSync(template, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return stored
    .map(({ parentPath, name: file }) => join(parentPath, file))
    .sort()
    .map((path) => ({ path: written(path.slice(template.length + 1)), text: filled(path, readFileSync(path, "utf8"), name) }))
}

/** The packages that an application is made with. */
export function packagesOf(): string[] {
  const { dependencies, devDependencies } = manifestOf(join(template, manifest))
  return Object.keys({ ...dependencies, ...devDependencies })
}

const manifest = "_package.json"
const ownManifest = createRequire(import.meta.url).resolve("livetsx/package.json")
const template = join(dirname(ownManifest), "template")

/** npm publishes no .gitignore, and a package.json would make the template a package of its own, where "livetsx" is not this one. */
function written(path: string): string {
  const names: Record<string, string> = { [manifest]: "package.json", _gitignore: ".gitignore", _dockerignore: ".dockerignore" }
  return names[path] ?? path
}

function filled(path: string, text: string, name: string): string {
  const named = text.replaceAll("my-app", name)
  return path === join(template, manifest) ? versioned(named) : named
}

/** Each "*" is what this package asks for. */
function versioned(text: string): string {
  const own = manifestOf(ownManifest)
  const versions: Dependencies = { ...own.dependencies, ...own.devDependencies, [own.name]: own.version, node: own.engines.node }
  return text.replace(/"([^"]+)": "\*"/g, (_, name: string) => {
    const version = versions[name]
    if (version === undefined) throw new Error(`template/${manifest} names ${name}, which package.json does not.`)
    return `"${name}": "${version.replace(/^\d/, "^$&")}"`
  })
}

function manifestOf(path: string): {
  name: string
  version: string
  engines: { node: string }
  dependencies: Dependencies
  devDependencies: Dependencies
} {
  return JSON.parse(readFileSync(path, "utf8"))
}

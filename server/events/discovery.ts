import { AuthorError } from "../errors.ts"
import type { RegisteredHandler } from "./registry.ts"

/** A declaration that discovery looks for: what `handler()`, `page()` and `layout()` return carry their kind. */
interface Declaration {
  kind: string
  name?: string
  path?: string
}

export type Modules = Record<string, () => Promise<unknown>>

export interface Found {
  handlers: { handler: RegisteredHandler; file: string }[]
  pages: { page: unknown; path: string; file: string }[]
  layouts: { layout: unknown; file: string }[]
  /** One printed line a module, in the order of their paths. */
  lines: string[]
  failures: { path: string; error: unknown }[]
}

/** Loads every module and collects the handlers, pages and layouts that they export. A module that fails does not stop the others. */
export async function discover(modules: Modules, taken: (name: string) => string | undefined = () => undefined): Promise<Found> {
  const found: Found = { handlers: [], pages: [], layouts: [], lines: [], failures: [] }
  const paths = Object.keys(modules).sort()
  const loaded = await Promise.allSettled(paths.map((path) => modules[path]?.()))
  for (const [index, file] of paths.entries()) {
    try {
      const result = loaded[index]
      if (result?.status !== "fulfilled") throw result?.reason
      const counts = collect(declarations(result.value), file, found, taken)
      if (counts) found.lines.push(`✓ ${file}  ${counts}`)
    } catch (error) {
      found.failures.push({ path: file, error })
      found.lines.push(`✗ ${file}: ${reason(error)}`)
    }
  }
  return found
}

/** First line of what went wrong. */
function reason(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? ""
}

function declarations(module: unknown): Declaration[] {
  if (typeof module !== "object" || module === null) return []
  return [...new Set(Object.values(module))].filter(
    (value): value is Declaration => typeof value === "object" && value !== null && "kind" in value,
  )
}

/** What a path matches, whatever its parameters are called. */
function shapeOf(path: string): string {
  return path.replace(/([:*])(\w+|"[^"]*")/g, "$1")
}

function collect(exported: Declaration[], file: string, found: Found, taken: (name: string) => string | undefined): string {
  const counts = { handler: 0, page: 0, layout: 0 }
  for (const declaration of exported) {
    if (!Object.hasOwn(collectors, declaration.kind)) continue
    const kind = declaration.kind as keyof typeof collectors
    collectors[kind](declaration, file, found, taken)
    counts[kind] += 1
  }
  return Object.entries(counts)
    .filter(([, count]) => count)
    .map(([kind, count]) => `${count} ${kind}${count === 1 ? "" : "s"}`)
    .join(", ")
}

const collectors = {
  handler(declaration: Declaration, file: string, found: Found, taken: (name: string) => string | undefined) {
    const handler = declaration as RegisteredHandler
    const other = found.handlers.find((entry) => entry.handler.name === handler.name)
    if (other?.handler === handler) return
    const place = other?.file ?? taken(handler.name)
    if (place) throw new AuthorError(`Two handlers are named "${handler.name}": in ${place} and in ${file}. Expected every name once.`)
    found.handlers.push({ handler, file })
  },
  page(declaration: Declaration, file: string, found: Found) {
    const { path = "" } = declaration
    const other = found.pages.find((entry) => shapeOf(entry.path) === shapeOf(path))
    if (other?.page === declaration) return
    if (other?.path === path)
      throw new AuthorError(`Two pages have the path "${path}": in ${other.file} and in ${file}. Expected every path once.`)
    if (other)
      throw new AuthorError(
        `Two pages are found at the same addresses: "${other.path}" in ${other.file} and "${path}" in ${file}. Expected every path once, whatever its parameters are called.`,
      )
    found.pages.push({ page: declaration, path, file })
  },
  layout(declaration: Declaration, file: string, found: Found) {
    found.layouts.push({ layout: declaration, file })
  },
}

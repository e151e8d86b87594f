import { fileURLToPath } from "node:url"

import { normalizePath } from "vite"
import type { Plugin } from "vite"

/** Vite's own, which every `import()` of the browser goes through when it is built: it loads the styles of a part before the part. */
const helper = "\0vite/preload-helper.js"
const plain = "\0livetsx/plain-import.js"

/** The framework's modules of the browser: its sources, or those that were installed. */
const client = normalizePath(fileURLToPath(new URL("../../client/", import.meta.url)))

/**
 * The framework's parts have no styles: they are loaded without the helper, which every page would have to load first. The application's
 * have it.
 */
export function plainImports(): Plugin {
  return {
    name: "livetsx:plain-imports",
    apply: "build",
    enforce: "pre",
    resolveId: (source, importer) => (source === helper && importer?.startsWith(client) ? plain : undefined),
    load: (id) => (id === plain ? "export const __vitePreload = (load) => load()" : undefined),
  }
}

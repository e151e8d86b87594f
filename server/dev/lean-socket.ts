import { readFile } from "node:fs/promises"
import { join } from "node:path"

import { normalizePath, type Plugin } from "vite"

import { leanSources } from "./lean-sources.ts"

/** The only module through which the framework's client gets Socket.IO: in the sources, or as installed. */
const connection = normalizePath(join(import.meta.dirname, "../../client/connection"))
const packages =
  /\/node_modules\/(socket\.io-client|socket\.io-parser|engine\.io-client|engine\.io-parser|@socket\.io\/component-emitter)\//
const mark = "?livetsx-lean"

/**
 * Takes out of the client's Socket.IO what a page never uses: long polling and WebTransport, bytes, upgrades, reconnection (the client has its own), listeners to any event.
 * Only the framework's own import of it is changed: what an author imports is the whole package.
 */
export function leanSocket(): Plugin {
  return {
    name: "livetsx:lean-socket",
    apply: "build",
    enforce: "pre",
    applyToEnvironment: ({ name }) => name === "client",
    async resolveId(source, importer = "") {
      if (!importer.endsWith(mark) && !(source === "socket.io-client" && isConnection(importer))) return undefined
      const resolved = await this.resolve(source, importer.replace(mark, ""), { skipSelf: true })
      if (!resolved || !packages.test(resolved.id)) return resolved
      // These packages do not say that their modules may be left out: polling would stay because it looks for XMLHttpRequest when loaded.
      return { id: resolved.id.replace(/\?.*$/, "") + mark, moduleSideEffects: false }
    },
    async load(id) {
      if (!id.endsWith(mark)) return undefined
      const path = id.slice(0, -mark.length)
      const code = await readFile(path, "utf8")
      const lean = leanSources.find(({ file }) => path.endsWith(file))
      return { code: lean ? lean.source(code) : code, map: null, moduleSideEffects: false }
    },
  }
}

function isConnection(importer: string): boolean {
  return importer.replace(/\.[jt]s$/, "") === connection
}

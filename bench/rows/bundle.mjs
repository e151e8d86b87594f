import { readFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"

import { exact } from "../measure/alternate.mjs"
import { buildApplication, clientFolder } from "../measure/application.mjs"

/** What a page must load before it is live, and everything that it may load later. */
export const rows = {
  async bundle() {
    await buildApplication()
    const { first, later } = scripts()
    const size = weigh(first)
    return {
      title: "Script that a page must load, gzip",
      unit: "bytes",
      figures: { ours: exact(size), "loaded when first used": exact(weigh(later)) },
      target: `≤ 27,000 bytes with Socket.IO, Stimulus and morphing`,
      met: size <= 27_000,
    }
  },
}

/** The entry and what it imports; and what it imports when something is first used. */
export function scripts() {
  /** @type {Record<string, { file: string, isEntry?: boolean, imports?: string[] }>} */
  const manifest = JSON.parse(readFileSync(join(clientFolder, ".vite/manifest.json"), "utf8"))
  const entry = Object.keys(manifest).find((key) => manifest[key]?.isEntry) ?? ""
  const first = reachable(manifest, entry)
  const files = (/** @type {string[]} */ keys) => [
    ...new Set(keys.flatMap((key) => manifest[key]?.file ?? []).filter((file) => file.endsWith(".js"))),
  ]
  return { first: files([...first]), later: files(Object.keys(manifest).filter((key) => !first.has(key))) }
}

/**
 * @param {Record<string, { imports?: string[] }>} manifest
 * @param {string} key
 * @param {Set<string>} [found]
 */
function reachable(manifest, key, found = new Set()) {
  if (found.has(key)) return found
  found.add(key)
  for (const imported of manifest[key]?.imports ?? []) reachable(manifest, imported, found)
  return found
}

/** @param {string[]} files */
export function weigh(files) {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(join(clientFolder, file)), { level: 9 }).length, 0)
}

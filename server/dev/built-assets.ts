import { createHash } from "node:crypto"

import type { Manifest } from "vite"

/** What a document loads: addresses of the browser's files. */
export interface BuiltAssets {
  scripts: string[]
  styles: string[]
  preloads: string[]
  /** Name of the build: the same files, the same name. */
  build: string
}

/** Reads the addresses of the entry, its stylesheets and what it imports from the manifest of Vite's build. */
export function builtAssets(manifestJson: string): BuiltAssets {
  const manifest: Manifest = JSON.parse(manifestJson)
  const entry = Object.values(manifest).find(({ isEntry }) => isEntry)
  if (!entry) throw new Error("The build of the browser has no entry: dist/client/.vite/manifest.json names none.")
  const imported = importsOf(manifest, entry.imports ?? [], new Set())
  const chunks = [...imported].flatMap((key) => manifest[key] ?? [])
  return {
    scripts: [`/${entry.file}`],
    styles: [...new Set([...chunks, entry].flatMap(({ css }) => css ?? []))].map((file) => `/${file}`),
    preloads: chunks.map(({ file }) => `/${file}`),
    build: createHash("sha256").update(manifestJson).digest("base64url").slice(0, 8),
  }
}

/** What is imported comes before what imports it; chunks may import each other. */
function importsOf(manifest: Manifest, keys: string[], found: Set<string>): Set<string> {
  for (const key of keys) {
    if (found.has(key)) continue
    found.add(key)
    importsOf(manifest, manifest[key]?.imports ?? [], found)
    found.delete(key)
    found.add(key)
  }
  return found
}

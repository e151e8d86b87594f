import type { Manifest } from "vite"

/** What a document loads: addresses of the browser's files. */
export interface BuiltAssets {
  scripts: string[]
  styles: string[]
  preloads: string[]
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
  }
}

function importsOf(manifest: Manifest, keys: string[], found: Set<string>): Set<string> {
  for (const key of keys) {
    if (found.has(key)) continue
    importsOf(manifest, manifest[key]?.imports ?? [], found)
    found.add(key)
  }
  return found
}

import { stat } from "node:fs/promises"

import type { FSWatcher } from "vite"

/** Milliseconds: longer than the watcher takes a second change of one file for an echo of the first. */
const settled = 150

/** Vite's watcher drops a change that follows another of the same file within 50 ms: each file is looked at once more a little later. */
export function repeatLateChanges(watcher: FSWatcher): void {
  const waiting = new Set<string>()
  watcher.on("change", (path) => {
    if (waiting.has(path)) return
    waiting.add(path)
    void lookAgain(watcher, path).finally(() => waiting.delete(path))
  })
}

async function lookAgain(watcher: FSWatcher, path: string): Promise<void> {
  const seen = await version(path)
  await new Promise((resolve) => setTimeout(resolve, settled).unref())
  const now = await version(path)
  if (now !== undefined && now !== seen) setImmediate(() => watcher.emit("change", path))
}

async function version(path: string): Promise<string | undefined> {
  try {
    const { mtimeMs, size } = await stat(path)
    return `${mtimeMs}:${size}`
  } catch {
    return undefined
  }
}

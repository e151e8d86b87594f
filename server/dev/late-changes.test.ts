import { EventEmitter } from "node:events"
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import type { FSWatcher } from "vite"
import { describe, expect, it, vi } from "vitest"

import { repeatLateChanges } from "./late-changes.ts"

function watched() {
  const path = join(mkdtempSync(join(tmpdir(), "livetsx-late-")), "a.tsx")
  writeFileSync(path, "one")
  const changes: string[] = []
  // Only its events are used.
  const watcher = new EventEmitter() as FSWatcher
  repeatLateChanges(watcher)
  watcher.on("change", (changed) => changes.push(changed))
  return { path, watcher, changes }
}

describe("a change that the watcher dropped", () => {
  it("is told a little later", async () => {
    const { path, watcher, changes } = watched()
    watcher.emit("change", path)
    await vi.waitFor(() => {
      writeFileSync(path, `two ${performance.now()}`)
      expect(changes).toEqual([path, path])
    })
  })

  it("is not invented for a file that did not change", async () => {
    const { path, watcher, changes } = watched()
    const other = watched()
    watcher.emit("change", path)
    other.watcher.emit("change", other.path)
    await vi.waitFor(() => {
      writeFileSync(other.path, `two ${performance.now()}`)
      expect(other.changes).toHaveLength(2)
    })
    expect(changes).toEqual([path])
  })
})

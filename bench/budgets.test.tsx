import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"

import { handler, page, Update } from "livetsx"
import { openPage, testApp } from "livetsx/testing"
import { beforeAll, describe, expect, it } from "vitest"

import { byteRows } from "./rows/bytes.mjs"

const root = join(import.meta.dirname, "..")

/** What docs/performance.md says and no machine changes: the rows of the benchmark that count bytes. */
describe("the benchmark's application", () => {
  beforeAll(async () => {
    const { VITEST: _, NODE_ENV: __, ...env } = process.env
    await promisify(execFile)(process.execPath, ["bench/run.mjs", "--rounds=1", "bytes", "bundle"], { cwd: root, env })
  }, 120_000)

  it.each([...Object.keys(byteRows), "bytes-connecting", "bytes-reconnecting"])("stays within its bytes: %s", (name) => {
    expect(result(name)).toMatchObject({ met: true })
  })

  it("is live with 27,000 bytes of script", () => {
    expect(result("bundle").figures.ours?.median).toBeLessThanOrEqual(27_000)
  })
})

describe("a broadcast", () => {
  it("is rendered once, and travels once to each page", async () => {
    let renders = 0
    const Note = () => <strong>Note {++renders}</strong>
    const announce = handler("announce", ({ broadcast }) =>
      broadcast(
        <Update target="#headline">
          <Note />
        </Update>,
      ),
    )
    const wall = page("/", () => (
      <main>
        <p id="headline">Nothing yet</p>
        <button type="button" data-liveview-function="announce" data-action="click->page#run">
          Announce
        </button>
      </main>
    ))
    const live = await testApp({ modules: { "components/wall.tsx": { announce, wall } } })
    const pages = await Promise.all([1, 2, 3, 4].map(() => openPage(live, "/")))
    const before = pages.map(({ frames }) => frames.length)
    await pages[0]?.click("button")
    for (const opened of pages) await opened.waitFor(() => opened.text("#headline") === "Note 1")
    expect(renders).toBe(1)
    expect(pages.slice(1).map(({ frames }, index) => frames.length - (before[index + 1] ?? 0))).toEqual([1, 1, 1])
    await live.close()
  })
})

function result(name: string): { met?: boolean; figures: Record<string, { median: number }> } {
  return JSON.parse(readFileSync(join(root, "dist/bench", `${name}.json`), "utf8"))
}

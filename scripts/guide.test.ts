import { spawnSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { expect, it } from "vitest"

const folder = "dist/guide"

/** Blocks that are whole modules: they begin with an import, after the name of their file at most. */
function modulesOf(path: string): string[] {
  const blocks = readFileSync(path, "utf8").matchAll(/^```tsx?\n((?:\/\/ .*\n)?import [\s\S]*?)^```$/gm)
  return [...blocks].map(([, code = ""]) => code)
}

it("has no example that does not compile", () => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const documents = ["README.md", ...readdirSync("docs").map((name) => join("docs", name))]
  const examples = documents.flatMap((path) =>
    modulesOf(path).map((code, index) => [`${path.replace(/\W/g, "-")}-${index + 1}.tsx`, code] as const),
  )
  for (const [name, code] of examples) writeFileSync(join(folder, name), code)
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ extends: "../../tsconfig.json", include: [".", "../../server/**/*.d.ts"], exclude: [] }),
  )
  expect(examples.length).toBeGreaterThan(15)
  const { stdout, error } = spawnSync("node_modules/.bin/tsc", ["--noEmit", "--pretty", "false", "-p", folder], { encoding: "utf8" })
  expect(error).toBeUndefined()
  // Mistakes of the framework itself are for `npm run check`.
  expect(stdout.split("\n").filter((line) => line.startsWith(folder))).toEqual([])
}, 60_000)

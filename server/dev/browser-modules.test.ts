import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runInNewContext } from "node:vm"

import { build } from "vite"
import { afterEach, describe, expect, it } from "vitest"

import { virtualModules } from "./virtual-modules.ts"

const root = mkdtempSync(join(tmpdir(), "livetsx-browser-modules-"))

afterEach(() => rmSync(root, { recursive: true }))

describe("the browser's entry", () => {
  it.each([
    ["", [[], ["controllers"]]],
    ["throw new Error('a library that cannot be loaded')", [[]]],
  ])("starts the page before the controllers are loaded: %s", async (script, started) => {
    expect(await callsOfStart(`${script}\nexport default class {}`)).toEqual(started)
  })
})

/** Builds an application with one controller, and runs its entry: the names of the options of each call of start(). */
async function callsOfStart(controller: string): Promise<string[][]> {
  mkdirSync(join(root, "components"), { recursive: true })
  writeFileSync(join(root, "components/widget-controller.ts"), controller)
  writeFileSync(join(root, "client.js"), "export const start = (options = {}) => started.push(Object.keys(options))")
  const result = await build({
    root,
    configFile: false,
    logLevel: "error",
    plugins: [virtualModules()],
    resolve: { alias: { "livetsx/client": join(root, "client.js") } },
    build: { write: false, rollupOptions: { input: "virtual:livetsx/client", output: { format: "iife" } } },
  })
  const [output] = [result].flat()
  const [chunk] = output && "output" in output ? output.output : []
  const started: string[][] = []
  try {
    runInNewContext(chunk?.type === "chunk" ? chunk.code : "", { started, document: undefined })
  } catch (error) {
    expect(String(error)).toContain("a library that cannot be loaded")
  }
  return started
}

import { mkdtempSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { describe, expect, it } from "vitest"

import { run } from "./command-line.ts"

async function livetsx(...words: string[]) {
  const out: string[] = []
  const errors: string[] = []
  const root = mkdtempSync(join(tmpdir(), "livetsx-cli-"))
  const code = await run(words, { out: (line) => out.push(line), error: (line) => errors.push(line) }, root)
  return { code, out: out.join("\n"), errors: errors.join("\n") }
}

describe("livetsx", () => {
  it("shows how it is used when asked, or when told nothing", async () => {
    expect(await livetsx("--help")).toMatchObject({ code: 0, out: expect.stringContaining("livetsx <command>") })
    expect(await livetsx()).toMatchObject({ code: 0, out: expect.stringContaining("livetsx <command>") })
  })

  it("says its version, which is that of the package and of the changelog", async () => {
    const [manifest, changelog] = ["package.json", "CHANGELOG.md"].map((file) =>
      readFileSync(new URL(`../../${file}`, import.meta.url), "utf8"),
    )
    const { version } = JSON.parse(manifest ?? "")
    expect(await livetsx("--version")).toMatchObject({ code: 0, out: version })
    expect(/^## (\S+)/m.exec(changelog ?? "")?.[1]).toBe(version)
  })

  it.each(["deploy", "toString", "__proto__"])("refuses %s, which is no command, with 2", async (word) => {
    expect(await livetsx(word)).toMatchObject({ code: 2, errors: expect.stringMatching(new RegExp(`no command "${word}"[^]*Usage`)) })
  })

  it("refuses words after a command", async () => {
    expect(await livetsx("start", "--port=1")).toMatchObject({
      code: 2,
      errors: expect.stringContaining("takes no arguments. Got: --port=1"),
    })
  })

  it.each([
    [[], "nothing"],
    [["my", "app"], "my app"],
  ])("asks for one name of what it is to make, not for %j", async (words, got) => {
    expect(await livetsx("new", ...words)).toMatchObject({
      code: 2,
      errors: expect.stringMatching(new RegExp(`takes one argument, the name of the application, such as my-app. Got: ${got}\n[^]*Usage`)),
    })
  })

  it("shows how it is used after a command too", async () => {
    expect(await livetsx("new", "--help")).toMatchObject({ code: 0, out: expect.stringContaining("new NAME") })
  })

  it("says how to build an application that is not built", async () => {
    expect(await livetsx("start")).toMatchObject({ code: 1, errors: expect.stringContaining("vite build") })
  })

  it("says when there is no application to list the handlers of", async () => {
    expect(await livetsx("handlers")).toMatchObject({ code: 1, errors: expect.stringContaining("no application") })
  })
})

import { mkdtempSync, readdirSync, readFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { describe, expect, it } from "vitest"

import { run } from "./command-line.ts"

async function livetsx(...words: string[]) {
  const out: string[] = []
  const errors: string[] = []
  const root = mkdtempSync(join(tmpdir(), "livetsx-cli-"))
  const code = await run(words, { out: (line) => out.push(line), error: (line) => errors.push(line) }, root)
  return { code, out: out.join("\n"), errors: errors.join("\n"), root }
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

  it("makes an application of the name, with the framework in the version that makes it", async () => {
    const { code, out, root } = await livetsx("new", "harbour.1")
    expect([code, out]).toEqual([0, expect.stringContaining("cd harbour.1")])
    const read = (file: string) => readFileSync(join(root, "harbour.1", file), "utf8")
    const { name, dependencies, devDependencies } = JSON.parse(read("package.json"))
    const own = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"))
    expect([name, dependencies.livetsx]).toEqual(["harbour.1", `^${own.version}`])
    // The versions that it asks for are those that everything here is tested with.
    const major = (range: string) => /\d+/.exec(range)?.[0]
    for (const [other, range] of Object.entries<string>({ zod: dependencies.zod, ...devDependencies }))
      expect([other, major(range)]).toEqual([other, major(own.devDependencies[other])])
    expect(readdirSync(join(root, "harbour.1")).sort()).toEqual(
      expect.arrayContaining([".dockerignore", ".gitignore", "Dockerfile", "README.md", "compose.yaml", "components", "vite.config.ts"]),
    )
    expect(read("README.md")).toMatch(/^# harbour\.1\n/)
  })

  it.each(["../elsewhere", "Big", "", ".", "a b"])("makes none of the name %j", async (name) => {
    const { code, errors, root } = await livetsx("new", name)
    expect([code, errors]).toEqual([1, expect.stringContaining(`such as my-app. Got: ${JSON.stringify(name)}`)])
    expect(readdirSync(root)).toEqual([])
  })

  it("touches no folder in which there is something", async () => {
    const { root } = await livetsx("new", "harbour")
    const errors: string[] = []
    expect(await run(["new", "harbour"], { out: () => {}, error: (line) => errors.push(line) }, root)).toBe(1)
    expect(errors).toEqual([`livetsx new expected a folder that is empty or not there. Got: ${join(root, "harbour")}`])
  })

  it("asks for the name of what it is to make", async () => {
    expect(await livetsx("new")).toMatchObject({
      code: 2,
      errors: expect.stringContaining("takes the name of the application. Got: nothing"),
    })
  })

  it("says how to build an application that is not built", async () => {
    expect(await livetsx("start")).toMatchObject({ code: 1, errors: expect.stringContaining("vite build") })
  })

  it("says when there is no application to list the handlers of", async () => {
    expect(await livetsx("handlers")).toMatchObject({ code: 1, errors: expect.stringContaining("no application") })
  })
})

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { describe, expect, it } from "vitest"

import { newApplication } from "./new-application.ts"

const repository = fileURLToPath(new URL("../..", import.meta.url))
const own = manifestIn(repository)

async function make(given: string, root = emptyFolder()) {
  const out: string[] = []
  const errors: string[] = []
  const code = await newApplication(root, { out: (line) => out.push(line), error: (line) => errors.push(line) }, given)
  return { code, out: out.join("\n"), errors: errors.join("\n"), root }
}

function emptyFolder(): string {
  return mkdtempSync(join(tmpdir(), "livetsx-new-"))
}

/** Files and folders below a folder. */
function entriesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()
}

function manifestIn(folder: string) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))
}

describe("livetsx new", () => {
  it("makes every file of an application, under the name that it is to have there", async () => {
    const { code, root } = await make("harbour")
    expect(code).toBe(0)
    expect(entriesIn(join(root, "harbour")).filter((path) => statSync(join(root, "harbour", path)).isFile())).toEqual([
      ".dockerignore",
      ".gitignore",
      "Dockerfile",
      "README.md",
      "components/layout.tsx",
      "components/list/items.ts",
      "components/list/list.test.tsx",
      "components/list/list.tsx",
      "components/style.css",
      "compose.yaml",
      "package.json",
      "tsconfig.json",
      "vite.config.ts",
    ])
  })

  it("calls it by its name everywhere", async () => {
    const { root } = await make("harbour.1")
    const folder = join(root, "harbour.1")
    expect(manifestIn(folder).name).toBe("harbour.1")
    for (const path of ["README.md", "components/layout.tsx"]) expect(readFileSync(join(folder, path), "utf8")).toContain("harbour.1")
    const files = entriesIn(folder).filter((path) => statSync(join(folder, path)).isFile())
    expect(files.filter((path) => readFileSync(join(folder, path), "utf8").includes("my-app"))).toEqual([])
  })

  it("asks for what this package asks for, and for this version of it", async () => {
    const { root } = await make("harbour")
    const { dependencies, devDependencies, engines } = manifestIn(join(root, "harbour"))
    expect(engines).toEqual(own.engines)
    expect(dependencies.livetsx).toBe(`^${own.version}`)
    const others = Object.entries<string>({ ...dependencies, ...devDependencies }).filter(([name]) => name !== "livetsx")
    expect(others.length).toBeGreaterThan(5)
    for (const [name, range] of others) expect([name, range.replace("^", "")]).toEqual([name, versionOf(name).replace("^", "")])
  })

  it("says what comes next", async () => {
    expect((await make("harbour")).out).toMatch(/13 files in harbour\.[\s\S]*\n {2}cd harbour\n {2}npm install\n {2}npm run dev\n/)
  })

  it("makes the folders on the way", async () => {
    const { code, out, root } = await make("our apps/shop")
    expect([code, manifestIn(join(root, "our apps/shop")).name]).toEqual([0, "shop"])
    expect(out).toContain('  cd "our apps/shop"\n')
  })

  it("takes the present folder, with what git has put there, and its name", async () => {
    const root = join(emptyFolder(), "harbour")
    mkdirSync(join(root, ".git"), { recursive: true })
    const { code, out } = await make(".", root)
    expect([code, manifestIn(root).name]).toEqual([0, "harbour"])
    expect(out).toContain("in this folder. What comes next:\n\n  npm install\n")
  })

  it.each(["", "Harbour", "a b", "_harbour", ".harbour", "--force", "häfen", "a~b", "x".repeat(215)])(
    "makes none of a name that npm does not take: %j",
    async (given) => {
      const { code, errors, root } = await make(given)
      expect([code, errors]).toEqual([1, expect.stringContaining(`expected a name as npm's packages have it, such as my-app`)])
      expect(errors).toMatch(new RegExp(`Got: ${JSON.stringify(given)}\\.$`))
      expect(entriesIn(root)).toEqual([])
    },
  )

  it.each(["livetsx", "vite", "zod", "redis", "http", "node_modules"])("makes none of a name that is taken: %s", async (given) => {
    const { code, errors, root } = await make(given)
    expect([code, errors]).toEqual([1, expect.stringMatching(`expected a name that is not taken.* Got: "${given}"\\.`)])
    expect(entriesIn(root)).toEqual([])
  })

  it("says which part of a path is the name that npm does not take", async () => {
    expect((await make("apps/Shop")).errors).toMatch(/Got: "apps\/Shop", which would make it "Shop"\.$/)
    const root = join(emptyFolder(), "My App")
    mkdirSync(root)
    expect((await make(".", root)).errors).toMatch(/Got: "\.", which would make it "My App"\.$/)
  })

  it("touches no folder in which there is something, and says what", async () => {
    const root = emptyFolder()
    mkdirSync(join(root, "harbour"))
    for (const name of ["a", "b", "c", "package.json"]) writeFileSync(join(root, "harbour", name), "mine")
    const { code, errors } = await make("harbour", root)
    expect([code, errors]).toEqual([1, expect.stringContaining(`Got: ${join(root, "harbour")}, with a, b, c and 1 more.`)])
    expect(entriesIn(join(root, "harbour"))).toEqual(["a", "b", "c", "package.json"])
    expect(readFileSync(join(root, "harbour/package.json"), "utf8")).toBe("mine")
  })

  it.each(["harbour", "harbour/app"])("makes none of %s where harbour is a file", async (given) => {
    const root = emptyFolder()
    writeFileSync(join(root, "harbour"), "mine")
    const { code, errors } = await make(given, root)
    expect([code, errors]).toEqual([1, expect.stringMatching(`expected a place where it may make .*${given}\\. Got: ENOTDIR`)])
    expect(readFileSync(join(root, "harbour"), "utf8")).toBe("mine")
  })

  // Linux takes paths of 4,095 bytes: some files still fit, the longest do not.
  it.runIf(process.platform === "linux")("leaves nothing behind where it fails half-way", async () => {
    const start = emptyFolder()
    const root = deepFolder(start, 4_095 - "/apps/harbour/components/list/list.tsx".length)
    const { code, errors } = await make("apps/harbour", root)
    expect([code, errors]).toEqual([1, expect.stringMatching(/Got: ENAMETOOLONG.*list\.test\.tsx.*Nothing of it is left\.$/)])
    expect(entriesIn(root)).toEqual([])
  })
})

/** A folder whose path has this length. */
function deepFolder(start: string, length: number): string {
  let folder = start
  while (length - folder.length > 200) folder = join(folder, "d".repeat(99))
  folder = join(folder, "d".repeat(length - folder.length - 1))
  mkdirSync(folder, { recursive: true })
  return folder
}

function versionOf(name: string): string {
  return { ...own.dependencies, ...own.devDependencies }[name]
}

/** The template's lines `COPY from… to`, of what comes from the folder itself. */
function copied(dockerfile: string): string[] {
  const lines = dockerfile.split("\n").filter((line) => /^COPY (?!--from)/.test(line))
  return lines.flatMap((line) => line.split(" ").slice(1, -1))
}

describe("what it makes for containers", () => {
  const template = join(repository, "template")
  const read = (path: string) => readFileSync(join(template, path), "utf8")

  it("copies files that are there, or that npm makes, and runs scripts that are there", () => {
    const { scripts } = JSON.parse(read("_package.json"))
    const dockerfile = read("Dockerfile")
    const made = [...readdirSync(template), "package.json", "package-lock.json", "."]
    expect(copied(dockerfile)).toEqual(["package.json", "package-lock.json", "."])
    for (const path of copied(dockerfile)) expect(made).toContain(path)
    for (const [, script] of dockerfile.matchAll(/npm run (\w+)/g)) expect(Object.keys(scripts)).toContain(script)
  })

  it("is what the guide shows", () => {
    const guide = readFileSync(join(repository, "docs/deployment.md"), "utf8")
    expect(/^```dockerfile\n([\s\S]*?)^```$/m.exec(guide)?.[1]).toBe(read("Dockerfile"))
  })

  it("keeps secrets out of git and images, and has none in compose.yaml", () => {
    for (const path of ["_gitignore", "_dockerignore"]) expect(read(path).split("\n")).toContain(".env")
    expect(read("compose.yaml")).toMatch(/SECRET: \$\{SECRET:\?expected [^\n]+\}\n/)
  })
})

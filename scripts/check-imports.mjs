// Holds the directions of ARCHITECTURE.md, "Who may import whom": `node scripts/check-imports.mjs`.
import { readdirSync, readFileSync } from "node:fs"
import { posix } from "node:path"
import { fileURLToPath } from "node:url"

import { parseSync } from "vite"

/** The folders and files of server/, from left to right: each may import what stands in its own row or below, never above. */
const rows = [
  ["index", "testing", "cli", "dev"],
  ["application"],
  ["live-view"],
  ["sockets", "pages"],
  ["events"],
  ["uploads", "rooms"],
  ["patches", "sessions", "languages"],
  ["jsx"],
  ["errors", "redis", "operations"],
  ["protocol"],
]

/**
 * What a file outside server/ may import of ours, and why another is refused.
 * @type {Record<string, { allows: (imported: string) => boolean, expected: string }>}
 */
const rooms = {
  components: {
    allows: (imported) => /^livetsx(\/(client|testing|jsx-runtime))?$/.test(imported) || imported.startsWith("components/"),
    expected: `the framework by its package's name, "livetsx" or "livetsx/client", as an application that installed it`,
  },
  template: {
    allows: (imported) => /^livetsx(\/(client|testing|vite))?$/.test(imported) || imported.startsWith("template/"),
    expected: "what stands in the template, or the framework by its package's name, as the application that is made of it",
  },
  "client/timeline": {
    allows: (imported) => /^server\/(protocol|dev\/timeline)\.ts$/.test(imported) || imported.startsWith("client/"),
    expected: "server/protocol.ts, what server/dev/timeline.ts tells, a file of client/, or a package",
  },
  client: {
    allows: (imported) => imported === "server/protocol.ts" || (imported.startsWith("client/") && !imported.startsWith("client/timeline/")),
    expected: "server/protocol.ts, the only file that browser and server share, or a package; and nothing of development",
  },
  "e2e/application": {
    allows: (imported) => /^livetsx(\/client)?$|^(e2e\/application|server\/dev|bench\/measure)\//.test(imported),
    expected: `the framework by its package's name, as an application that installed it`,
  },
  e2e: {
    allows: (imported) => /^(e2e|scripts)\//.test(imported),
    expected: "nothing of the framework: these tests see the application from outside",
  },
}

/**
 * @typedef {{ name: string, forTypes: boolean }} Import a file of ours by its path from the root, "livetsx…", or a package
 * @typedef {Map<string, Import[]>} Imports by file
 */

/**
 * Every line says which import is wrong and what was expected.
 * @param {Imports} imports
 * @returns {string[]}
 */
export function mistakes(imports) {
  const subjects = [...imports].filter(([file]) => !isTest(file) || !file.startsWith("server/"))
  const directions = subjects.flatMap(([file, imported]) => imported.flatMap(({ name }) => mistake(file, name)))
  return [...directions, ...cycles(imports).map((cycle) => `${cycle.join(" → ")}: a cycle. Expected imports to go one way.`)]
}

/**
 * @param {string} file
 * @param {string} imported
 * @returns {string[]}
 */
function mistake(file, imported) {
  if (!isOurs(imported)) return []
  const room = rooms[Object.keys(rooms).find((name) => file.startsWith(`${name}/`)) ?? ""]
  if (room)
    return room.allows(imported) || (isTest(file) && topOf(file) === "client")
      ? []
      : [`${file} imports ${imported}. Expected ${room.expected}.`]
  return topOf(file) === "server" ? mistakeInServer(file, imported) : []
}

/**
 * @param {string} file
 * @param {string} imported
 * @returns {string[]}
 */
function mistakeInServer(file, imported) {
  // The tests that an author writes run the real client; "livetsx" by name is the JSX runtime.
  if (imported.startsWith("client/") || imported.startsWith("livetsx"))
    return nounOf(file) === "testing" || /\/jsx-(dev-)?runtime$/.test(imported)
      ? []
      : [`${file} imports ${imported}. Expected a file of server/.`]
  if (topOf(imported) !== "server") return [`${file} imports ${imported}. Expected a file of server/.`]
  const from = rowOf(file)
  const to = rowOf(imported)
  if (from === -1) return [`${file} has no place in the table of scripts/check-imports.mjs. Expected one of: ${rows.flat().join(", ")}.`]
  return to >= from ? [] : [`${file} imports ${imported}, which stands above it. Expected one of: ${rows.slice(from).flat().join(", ")}.`]
}

/**
 * Every cycle once, as the files on it. What is imported for its types alone is gone when the code runs, and may go both ways within a row.
 * @param {Imports} imports
 * @returns {string[][]}
 */
function cycles(imports) {
  /** @type {string[][]} */
  const found = []
  /** @type {Set<string>} */
  const done = new Set()
  /** @param {string} file @param {string[]} path */
  const follow = (file, path) => {
    const start = path.indexOf(file)
    if (start !== -1) found.push([...path.slice(start), file])
    if (start !== -1 || done.has(file)) return
    for (const { name, forTypes } of imports.get(file) ?? []) if (!forTypes && imports.has(name)) follow(name, [...path, file])
    done.add(file)
  }
  for (const file of imports.keys()) follow(file, [])
  return found
}

/**
 * @param {string} file
 * @returns {number}
 */
function rowOf(file) {
  const row = rows.findIndex((row) => row.includes(nounOf(file)))
  // A file beside live-view.ts is one of its parts.
  return row === -1 && file.split("/").length === 2 ? rowOf("server/live-view.ts") : row
}

/**
 * server/events/handler.ts → events, server/live-view.ts → live-view
 * @param {string} file
 */
function nounOf(file) {
  return (file.split("/")[1] ?? "").replace(/(\.test|\.bench)?\.(d\.ts|tsx?)$/, "")
}

/** @param {string} file */
function topOf(file) {
  return file.split("/")[0] ?? ""
}

/** @param {string} file */
function isTest(file) {
  return /\.(test|bench)\.tsx?$|\/fixtures\//.test(file)
}

/** @param {string} imported */
function isOurs(imported) {
  return /^livetsx(\/|$)/.test(imported) || /^(server|client|components|template|e2e|bench|scripts)\//.test(imported)
}

/**
 * @param {string} root
 * @returns {Imports}
 */
export function importsUnder(root) {
  const folders = ["server", "client", "components", "template", "e2e"]
  const files = folders.flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true, encoding: "utf8" }).map((path) => `${folder}/${path.replaceAll("\\", "/")}`),
  )
  const sources = files.filter((file) => /\.tsx?$/.test(file)).sort()
  return new Map(sources.map((file) => [file, importsOf(file, readFileSync(`${root}/${file}`, "utf8"))]))
}

/**
 * What a file imports: statically, dynamically, and by exporting it again.
 * @param {string} file
 * @param {string} code
 * @returns {Import[]}
 */
export function importsOf(file, code) {
  const { module, errors } = parseSync(file, code)
  if (errors.length) throw new Error(`${file} cannot be read: ${errors[0]?.message}`)
  const imported = module.staticImports.map(({ moduleRequest, entries }) => ({
    name: moduleRequest.value,
    forTypes: entries.length > 0 && entries.every(({ isType }) => isType),
  }))
  const exported = module.staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType }) => (moduleRequest ? [{ name: moduleRequest.value, forTypes: isType }] : [])),
  )
  const dynamic = module.dynamicImports.flatMap(
    ({ moduleRequest }) => /^["'](.*)["']$/.exec(code.slice(moduleRequest.start, moduleRequest.end))?.[1] ?? [],
  )
  const found = [...imported, ...exported, ...dynamic.map((name) => ({ name, forTypes: false }))]
  return found.map(({ name, forTypes }) => ({ name: name.startsWith(".") ? posix.join(posix.dirname(file), name) : name, forTypes }))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const found = mistakes(importsUnder(fileURLToPath(new URL("..", import.meta.url))))
  for (const line of found) console.error(line)
  if (found.length) process.exitCode = 1
}

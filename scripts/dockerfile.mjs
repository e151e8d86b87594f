// Runs the steps of a Dockerfile in folders of this machine: what they copy must be there, and what they run must end well. It makes no image:
// what the base image holds, its users and its limits are not looked at.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs"
import { basename, join, resolve } from "node:path"

import { run } from "./processes.mjs"

/**
 * @typedef {object} Stage
 * @property {string} root the folder that stands for its file system
 * @property {string} directory its working directory, as the Dockerfile names it
 * @property {Record<string, string>} env
 * @property {string} user
 * @property {string[]} command
 * @property {string[]} healthcheck
 */

/**
 * @param {string} context the folder of the Dockerfile
 * @param {string} folder where stages are made
 * @param {(root: string) => void} prepare puts into a stage what is beside the context
 * @returns {Stage} the last one
 */
export function runDockerfile(context, folder, prepare) {
  /** @type {Map<string, Stage>} */
  const stages = new Map()
  /** @type {Stage | undefined} */
  let stage
  for (const { name, rest } of instructionsOf(readFileSync(join(context, "Dockerfile"), "utf8"))) {
    if (name === "FROM") {
      stage = newStage(folder, stages.size, prepare)
      stages.set(/ AS (\S+)$/.exec(rest)?.[1] ?? String(stages.size), stage)
      continue
    }
    const step = steps[name]
    if (!step || !stage)
      throw new Error(`Expected FROM, then some of ${Object.keys(steps).join(", ")} in the Dockerfile. Got: ${name} ${rest}`)
    step(stage, rest, context, stages)
  }
  if (!stage) throw new Error("There is no FROM in the Dockerfile.")
  return stage
}

/** @param {Stage} stage */
export function directoryOf(stage) {
  return join(stage.root, stage.directory)
}

/** @param {string} text */
function instructionsOf(text) {
  const lines = text
    .replace(/^#.*\n/gm, "")
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .filter(Boolean)
  return lines.map((line) => ({ name: line.split(" ", 1)[0] ?? "", rest: line.slice(line.indexOf(" ") + 1) }))
}

/**
 * @param {string} folder
 * @param {number} number
 * @param {(root: string) => void} prepare
 * @returns {Stage}
 */
function newStage(folder, number, prepare) {
  const root = join(folder, `stage-${number}`)
  mkdirSync(root, { recursive: true })
  prepare(root)
  return { root, directory: "/", env: {}, user: "root", command: [], healthcheck: [] }
}

/** @type {Record<string, (stage: Stage, rest: string, context: string, stages: Map<string, Stage>) => void>} */
const steps = {
  WORKDIR(stage, rest) {
    stage.directory = rest
    mkdirSync(directoryOf(stage), { recursive: true })
  },
  ENV(stage, rest) {
    const [name = "", value = ""] = rest.split("=")
    stage.env[name] = value
  },
  USER(stage, rest) {
    stage.user = rest
  },
  EXPOSE() {},
  CMD(stage, rest) {
    stage.command = JSON.parse(rest)
  },
  HEALTHCHECK(stage, rest) {
    stage.healthcheck = JSON.parse(rest.slice(rest.indexOf("CMD ") + 4))
  },
  // Users of an image are not there to give files to.
  RUN(stage, rest) {
    run(directoryOf(stage), "sh", ["-ec", `chown() { test -e "$2"; }\n${rest}`], stage.env)
  },
  COPY(stage, rest, context, stages) {
    const words = rest.split(" ")
    const from = /^--from=(.+)$/.exec(words[0] ?? "")?.[1]
    const sources = words.slice(from === undefined ? 0 : 1, -1)
    const target = words.at(-1) ?? ""
    const origin = from === undefined ? context : stages.get(from)?.root
    if (origin === undefined) throw new Error(`COPY ${rest}: there is no stage ${from}.`)
    const ignored = from === undefined ? ignoredIn(context) : () => false
    for (const source of sources) copy(join(origin, source), resolveIn(stage, target), target.endsWith("/") && sources.length > 0, ignored)
  },
}

/**
 * Of a folder Docker copies what is in it; a file goes into a target that ends in a slash.
 * @param {string} source
 * @param {string} target
 * @param {boolean} into
 * @param {(name: string) => boolean} ignored
 */
function copy(source, target, into, ignored) {
  if (!existsSync(source)) throw new Error(`COPY: ${source} is not there.`)
  if (!statSync(source).isDirectory()) return cpSync(source, into ? join(target, basename(source)) : target)
  mkdirSync(target, { recursive: true })
  for (const name of readdirSync(source))
    if (!ignored(name)) cpSync(join(source, name), join(target, name), { recursive: true, verbatimSymlinks: true })
}

/**
 * @param {Stage} stage
 * @param {string} path
 */
function resolveIn(stage, path) {
  return join(stage.root, resolve(stage.directory, path))
}

/**
 * Names and `*.name` at the top of the folder, as the template has them.
 * @param {string} context
 */
function ignoredIn(context) {
  const patterns = readFileSync(join(context, ".dockerignore"), "utf8").split("\n").filter(Boolean)
  return (/** @type {string} */ name) =>
    patterns.some((pattern) => (pattern.startsWith("*") ? name.endsWith(pattern.slice(1)) : name === pattern))
}

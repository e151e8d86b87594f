import { spawn } from "node:child_process"
import { once } from "node:events"
import { readdirSync, readFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"

/**
 * A server in a process of its own, so that the load does not run in it.
 * @typedef {object} ServerProcess
 * @property {string} url
 * @property {() => number} cpu milliseconds of processor time that it has used
 * @property {() => number} rss bytes
 * @property {(signal?: NodeJS.Signals) => Promise<void>} stop
 */

/**
 * @param {string} file
 * @param {{ environment?: Record<string, string>, flags?: string[], words?: string[] }} [options]
 * @returns {Promise<ServerProcess>}
 */
export async function startServer(file, { environment = {}, flags = [], words = [] } = {}) {
  const data = await mkdtemp(join(tmpdir(), "livetsx-bench-"))
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    SECRET: "a secret that is good for nothing but this",
    HOST: "127.0.0.1",
    PORT: "0",
    DATA_DIR: data,
    ...environment,
  }
  const child = spawn(process.execPath, [...flags, file, ...words], { env, stdio: ["ignore", "pipe", "pipe"] })
  running.add(child)
  child.once("exit", () => running.delete(child))
  const url = await address(child)
  return {
    url,
    cpu: () => cpuOf(child.pid ?? 0),
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) * 1024,
    async stop(signal = "SIGTERM") {
      const ended = child.exitCode === null && child.signalCode === null ? once(child, "exit") : undefined
      child.kill(signal)
      await ended
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set()
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL")
})

/**
 * The address in its first line that has one.
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<string>}
 */
function address(child) {
  const printed = /** @type {string[]} */ ([])
  child.stderr?.on("data", (data) => printed.push(String(data)))
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`The server ended with ${code}.\n${printed.join("")}`)))
    if (!child.stdout) return
    createInterface(child.stdout).on("line", (line) => {
      printed.push(`${line}\n`)
      const [url] = /http:\/\/\S+/.exec(line) ?? []
      if (url) resolve(url)
    })
  })
}

/**
 * Nanoseconds on a processor, of all threads: also those that collect garbage.
 * @param {number} pid
 */
function cpuOf(pid) {
  const tasks = readdirSync(`/proc/${pid}/task`)
  return tasks.reduce((sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, "utf8").split(" ")[0]), 0) / 1e6
}

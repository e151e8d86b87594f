import { spawn, spawnSync } from "node:child_process"
import { createServer } from "node:net"

/** A port of this machine that nobody uses. @returns {Promise<number>} */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject)
    server.listen(0, "127.0.0.1", () => {
      const address = server.address()
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0))
    })
  })
}

/**
 * Runs a program to its end and gives what it printed; a failure is an error with all of it.
 * @param {string} cwd
 * @param {string} program
 * @param {string[]} words
 * @param {Record<string, string>} [env]
 */
export function run(cwd, program, words, env = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, words, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...env },
    maxBuffer: 1e8,
  })
  if (status !== 0) throw new Error(`${program} ${words.join(" ")} ended with ${status ?? error}\n${stdout}\n${stderr}`)
  return stdout
}

/**
 * Starts a server, waits until an address answers, and gives back how to stop it: the exit code is what `stop` resolves to.
 * @param {string} cwd
 * @param {string} program
 * @param {string[]} words
 * @param {Record<string, string>} env
 * @param {string} address
 */
export async function startServer(cwd, program, words, env, address) {
  const child = spawn(program, words, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  child.stdout.on("data", (data) => (output += data))
  child.stderr.on("data", (data) => (output += data))
  /** @type {Promise<number | string>} */
  const ended = new Promise((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? signal ?? ""))
    child.once("error", (error) => resolve(error.message))
  })
  const deadline = Date.now() + 30_000
  while (!(await answers(address))) {
    if (child.exitCode === null && Date.now() < deadline) continue
    child.kill("SIGKILL")
    throw new Error(`${program} ${words.join(" ")} does not answer on ${address}. It printed:\n${output}`)
  }
  return {
    output: () => output,
    stop: () => {
      child.kill("SIGTERM")
      const patience = setTimeout(() => child.kill("SIGKILL"), 15_000)
      return ended.finally(() => clearTimeout(patience))
    },
  }
}

/** @param {string} address */
async function answers(address) {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(5_000) })).ok
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 50))
    return false
  }
}

import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { join, resolve } from "node:path"
import { createInterface } from "node:readline"
import { setTimeout as pause } from "node:timers/promises"
import { fileURLToPath } from "node:url"

/** A server in a process of its own. */
export interface NodeProcess {
  readonly url: string
  /** Ends it as a power cut would. */
  kill(): Promise<unknown>
  /** Ends it as a deploy does; where it is asked so many times. Resolves with its exit code. */
  stop(times?: number): Promise<number | null>
}

/** An application of the fixtures, built once, to be run by any number of processes. */
export interface BuiltNode {
  start(environment: Record<string, string>): Promise<NodeProcess>
  remove(): Promise<void>
}

const root = resolve(import.meta.dirname, "../..")

/** Builds an application of the fixtures: Node runs no TSX. */
export async function buildNode(entry: string): Promise<BuiltNode> {
  const { build } = await import("vite")
  // Beside the packages that it needs.
  const directory = await mkdtemp(join(root, "node_modules/.livetsx-node-"))
  await build({
    root,
    logLevel: "error",
    ssr: { noExternal: ["livetsx"] },
    build: {
      ssr: fileURLToPath(new URL(`./fixtures/${entry}`, import.meta.url)),
      outDir: directory,
      copyPublicDir: false,
      rolldownOptions: { output: { entryFileNames: "node.mjs" } },
    },
  })
  return {
    start: (environment) => start(join(directory, "node.mjs"), environment),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}

async function start(file: string, environment: Record<string, string>): Promise<NodeProcess> {
  const process = spawn(globalThis.process.execPath, [file], {
    env: { PATH: globalThis.process.env.PATH, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  })
  const errors: string[] = []
  process.stderr.on("data", (chunk) => errors.push(String(chunk)))
  const url = await Promise.race([
    firstLine(process, errors),
    once(process, "exit").then(([code]) => Promise.reject(new Error(`The server ended with ${code}.\n${errors.join("")}`))),
  ])
  return { url, kill: () => end(process, "SIGKILL"), stop: (times) => end(process, "SIGTERM", times) }
}

/** Where it listens; lines of the log may come before and after, and are read on, so that the server is not held up by them. */
function firstLine({ stdout }: ChildProcess, errors: string[]): Promise<string> {
  return new Promise((resolve) => {
    if (!stdout) throw new Error("The server has no standard output.")
    createInterface(stdout).on("line", (line) => {
      if (line.startsWith("http")) resolve(line)
      else errors.push(`${line}\n`)
    })
  })
}

async function end(process: ChildProcess, signal: NodeJS.Signals, times = 1): Promise<number | null> {
  if (process.exitCode !== null || process.signalCode !== null) return process.exitCode
  const ended = once(process, "exit")
  for (let time = 0; time < times; time++) {
    process.kill(signal)
    await Promise.race([ended, pause(100)])
  }
  await ended
  return process.exitCode
}

import { readFileSync } from "node:fs"
import { join } from "node:path"

import { end, freePort, isRunning, start, until } from "./processes.ts"

/** A server of the application, in a process of its own. */
export interface Node {
  readonly url: string
  readonly port: number
  /** Ended without being told to. */
  readonly crashed: boolean
  output(): string
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Ends it as a deploy does; gives the milliseconds that it took. */
  drain(): Promise<number>
  /** Starts it again on its port, after it was ended. */
  restart(): Promise<void>
  /** Bytes. */
  rss(): number
  post(path: string): Promise<void>
  get(path: string): Promise<string>
}

/** Starts a server from a build; it listens on loopback alone. */
export async function startNode(application: string, environment: Record<string, string>, port?: number): Promise<Node> {
  const own = port ?? (await freePort())
  const url = `http://127.0.0.1:${own}`
  let wanted = true
  const launch = async () => {
    const launched = start(process.execPath, ["--expose-gc", join(application, "server/main.js")], {
      NODE_ENV: "production",
      SECRET: "the same on every server, 32 characters",
      HOST: "127.0.0.1",
      PORT: String(own),
      ...environment,
    })
    await until(`An answer of ${url}`, () => {
      if (!isRunning(launched.child)) throw new Error(`The server ended.\n${launched.output()}`)
      return answers(`${url}/healthz`)
    })
    wanted = true
    return launched
  }
  let running = await launch()
  return {
    url,
    port: own,
    get crashed() {
      return wanted && !isRunning(running.child)
    },
    output: () => running.output(),
    async kill() {
      wanted = false
      await end(running.child, "SIGKILL")
    },
    async drain() {
      wanted = false
      const from = Date.now()
      await end(running.child, "SIGTERM")
      return Date.now() - from
    },
    async restart() {
      running = await launch()
    },
    rss: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${running.child.pid}/status`, "utf8"))?.[1]) * 1024,
    async post(path) {
      await fetch(url + path, { method: "POST" })
    },
    get: async (path) => (await fetch(url + path)).text(),
  }
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}

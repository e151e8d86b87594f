import { spawn, spawnSync, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { connect, createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"

/** A Redis of a test's own. */
export interface RedisServer {
  readonly url: string
  /** Ends it as a power cut would; what it held is gone. */
  kill(): Promise<void>
  /** Starts it again on the same port, with what was saved: nothing, unless a test sent SAVE. */
  start(): Promise<void>
  /** It keeps its connections and answers nothing, until `resume`. */
  freeze(): void
  resume(): void
  /** Ends it and takes its directory away. */
  stop(): Promise<void>
}

/** Starts a real redis-server on a free port, with nothing written to disk. */
export async function startRedis(): Promise<RedisServer> {
  if (spawnSync("redis-server", ["--version"]).error)
    throw new Error("These tests need redis-server: install it with `apt-get install redis-server` or `brew install redis`.")
  const directory = await mkdtemp(join(tmpdir(), "livetsx-redis-"))
  const port = await freePort()
  let process = await launch(port, directory)
  return {
    url: `redis://127.0.0.1:${port}`,
    kill: () => end(process),
    start: async () => {
      process = await launch(port, directory)
    },
    freeze: () => void process.kill("SIGSTOP"),
    resume: () => void process.kill("SIGCONT"),
    stop: async () => {
      await end(process)
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function launch(port: number, directory: string): Promise<ChildProcess> {
  const process = spawn(
    "redis-server",
    ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", directory],
    { stdio: "ignore" },
  )
  while (!(await accepts(port))) {
    if (process.exitCode !== null) throw new Error(`redis-server ended with code ${process.exitCode} instead of listening on port ${port}.`)
    await pause(20)
  }
  return process
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return
  const ended = once(process, "exit")
  process.kill("SIGKILL")
  await ended
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true))
    socket.on("error", () => resolve(false)).on("close", () => resolve(false))
    socket.on("connect", () => socket.destroy())
  })
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()
  server.close()
  await once(server, "close")
  return typeof address === "object" && address ? address.port : 0
}

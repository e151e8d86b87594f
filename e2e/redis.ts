import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { connect } from "node:net"
import { tmpdir } from "node:os"

import { createClient } from "redis"

import { freePort } from "../scripts/processes.mjs"

/** A redis-server of a test's own, which holds nothing when it is started again. */
export class OwnRedis {
  readonly url: string
  readonly #port: number
  #process: ChildProcess | undefined

  private constructor(port: number) {
    this.#port = port
    this.url = `redis://127.0.0.1:${port}`
  }

  static async start(): Promise<OwnRedis> {
    const redis = new OwnRedis(await freePort())
    await redis.start()
    return redis
  }

  async start(): Promise<void> {
    const options = ["--port", String(this.#port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", tmpdir()]
    this.#process = spawn("redis-server", options, { stdio: "ignore" })
    while (!(await this.#accepts())) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  /** Nobody is told. */
  async empty(): Promise<void> {
    const client = createClient({ url: this.url })
    await client.connect()
    await client.flushAll()
    client.destroy()
  }

  async kill(): Promise<void> {
    const ending = this.#process
    this.#process = undefined
    if (!ending || ending.exitCode !== null) return
    const exited = once(ending, "exit")
    ending.kill("SIGKILL")
    await exited
  }

  #accepts(): Promise<boolean> {
    return new Promise((resolve) => {
      const socket = connect(this.#port, "127.0.0.1")
      socket.on("connect", () => socket.destroy()).on("error", () => resolve(false))
      socket.on("close", (hadError) => resolve(!hadError))
    })
  }
}

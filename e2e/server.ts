import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { freePort } from "../scripts/processes.mjs"

/** A server of its own, for a test that stops it: the production build on a free port, with data of its own. */
export class OwnServer {
  readonly url: string
  readonly #port: number
  readonly #application: string
  readonly #dataDir = mkdtempSync(join(tmpdir(), "livetsx-e2e-own-"))
  readonly #environment: NodeJS.ProcessEnv
  #process: ChildProcess | undefined
  /** What it has printed. */
  output = ""

  private constructor(port: number, application: string, environment: NodeJS.ProcessEnv) {
    this.#port = port
    this.#application = application
    this.#environment = environment
    this.url = `http://127.0.0.1:${port}`
  }

  /** Of the example application or, by its folder, of another that was built. */
  static async start(application = ".", environment: NodeJS.ProcessEnv = {}): Promise<OwnServer> {
    const server = new OwnServer(await freePort(), application, environment)
    await server.start()
    return server
  }

  async start(): Promise<void> {
    const env = {
      ...process.env,
      PORT: String(this.#port),
      HOST: "127.0.0.1",
      DATA_DIR: this.#dataDir,
      SECRET: "a secret of the end-to-end tests alone, 32 characters or more",
      NODE_ENV: "production",
      ...this.#environment,
    }
    this.#process = spawn(process.execPath, [`${this.#application}/dist/server/main.js`], { env, stdio: ["ignore", "pipe", "inherit"] })
    this.#process.stdout?.on("data", (printed) => {
      this.output += printed
    })
    while (!(await this.#answers())) await new Promise((resolve) => setTimeout(resolve, 20))
  }

  /** SIGTERM: it writes down what it knows. SIGKILL: it does not. */
  async stop(signal: "SIGTERM" | "SIGKILL"): Promise<void> {
    const stopping = this.#process
    this.#process = undefined
    if (!stopping || stopping.exitCode !== null) return
    const exited = once(stopping, "exit")
    stopping.kill(signal)
    await exited
  }

  async #answers(): Promise<boolean> {
    return fetch(`${this.url}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
  }
}

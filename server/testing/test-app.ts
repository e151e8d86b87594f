import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { type Application, createApplication, type LoadReport } from "../application.ts"
import { AuthorError } from "../errors.ts"
import type { LiveView } from "../live-view.ts"
import type { LiveViewOptions } from "../options.ts"
import type { SessionData } from "../sessions/session-data.ts"
import { type BrowserClock, heldClock, runningClock } from "./browser-clock.ts"
import { browserScript } from "./browser-script.ts"
import { foundParts, givenParts, liveViewFor, type ModuleSource, type Parts } from "./parts.ts"
import { serveForTest, type TestServer } from "./test-server.ts"

/** Options of `testApp`, beside those of `createLiveView`. */
export interface TestAppOptions extends LiveViewOptions {
  /** Path → exports (or what loads them), in place of the working directory's components. */
  modules?: Record<string, ModuleSource>
  /** Loads what stands for components/app.ts. */
  app?: () => Promise<unknown>
  /** Adds routes and middleware before the application starts, as components/app.ts would. */
  setUp?: (live: LiveView) => void
  /** "held": debounce, `removeAfter`, toasts and reconnection of every page wait for `live.clock.advance()`. */
  clock?: "running" | "held"
  /** Whether the log also goes to the terminal; true where nobody says. */
  printLog?: boolean
  /** How the application is run; "test" where nobody says. */
  mode?: "test" | "development" | "production"
}

/** A mistake of the author's: what the overlay would show in development. */
export interface Mistake {
  error: unknown
  where: string | undefined
}

/** An application that runs in the test's own process. */
export interface TestApp {
  readonly url: string
  /** What `createLiveView()` gives: its routes, its registry, `broadcast`. */
  readonly live: LiveView
  /** The time of the browsers. */
  readonly clock: BrowserClock
  /** Lines of the server's log. */
  readonly log: string[]
  readonly mistakes: Mistake[]
  /** What was found in the modules, and what failed. */
  readonly report: LoadReport
  /**
   * Stops the server and starts it again, as a deploy does: same address, secret and data; open pages connect again. With `kill` it ends
   * as by a power cut: nothing is written down, and nobody hears of what a handler still does.
   */
  restart(options?: { kill?: boolean }): Promise<void>
  /** Puts a session down for a visitor: gives the address that hands it out. */
  prepareSession(session: SessionData): string
  /** Calls when the application is closed. */
  onClose(listener: () => void): void
  /** Closes the pages and ends the server. Pages that are kept can be led to another: `page.reconnect(other)`. */
  close(options?: { keepPages?: boolean }): Promise<void>
}

/** The same in every run, so that a test can close an application and start it again. */
const fixedSecret = "a secret that is good for nothing but tests"
/** All visitors of a test come from one address. */
const generous = { perSecond: 10_000, burst: 10_000 }

/** Runs the application of the working directory, or one of the modules given, on a free port. */
export async function testApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "livetsx-test-")))
  const app = new RunningApp(options, dataDir)
  // The browser's script is made meanwhile: the first page has not to wait for it.
  const [started, made] = await Promise.allSettled([app.start(), browserScript()])
  for (const part of [started, made]) {
    if (part.status === "fulfilled") continue
    await app.close()
    throw part.reason
  }
  return app
}

class RunningApp implements TestApp {
  readonly clock: BrowserClock
  readonly log: string[] = []
  readonly mistakes: Mistake[] = []
  readonly #options: TestAppOptions
  readonly #dataDir: string
  readonly #environment = process.env.DATA_DIR
  #closing: (() => void)[] = []
  #parts: Parts | undefined
  /** They hold memory and timers until the test is over. */
  #killed: TestServer[] = []
  #running: { application: Application; server: TestServer } | undefined

  constructor(options: TestAppOptions, dataDir: string) {
    this.#options = options
    this.#dataDir = dataDir
    this.clock = options.clock === "held" ? heldClock() : runningClock
  }

  get url(): string {
    return `http://127.0.0.1:${this.#now.server.port}`
  }

  get live(): LiveView {
    return this.#now.application.live
  }

  get report(): LoadReport {
    return this.#now.application.report
  }

  get #now(): { application: Application; server: TestServer } {
    if (!this.#running) throw new Error("The application does not run.")
    return this.#running
  }

  async start(port = 0): Promise<void> {
    this.#parts ??= await this.#findParts()
    const application = await this.#create(this.#parts)
    this.#running = { application, server: await serveForTest(application, port) }
  }

  /** The author's own modules keep their data where the environment says: not beside those of development. */
  async #findParts(): Promise<Parts> {
    const { modules, app } = this.#options
    if (modules) return { modules: givenParts(modules), app }
    process.env.DATA_DIR = this.#dataDir
    return { ...(await foundParts()), ...(app && { app }) }
  }

  async #create({ modules, app }: Parts): Promise<Application> {
    const { modules: _modules, app: _app, setUp, clock: _clock, printLog: _printLog, mode = "test", ...own } = this.#options
    const limits = { address: generous, handshakes: generous, ...own.limits }
    const live = await liveViewFor(app, own, { secret: own.secret ?? fixedSecret, dataDir: this.#dataDir, limits })
    setUp?.(live)
    return createApplication({
      modules,
      app: async () => ({ default: live }),
      assets: { scripts: [], styles: [], preloads: [] },
      mode,
      handlerFailed: (error, where) => void this.mistakes.push({ error, where }),
      log: { write: (line) => this.#note(line) },
    })
  }

  #note(line: string): void {
    this.log.push(line)
    if (this.#options.printLog !== false) process.stderr.write(line)
  }

  async restart({ kill = false }: { kill?: boolean } = {}): Promise<void> {
    if (this.#parts?.app)
      throw new AuthorError("restart() expected an application without components/app.ts: what that module has made cannot be made again.")
    const { server } = this.#now
    if (kill) this.#killed.push(server)
    await (kill ? server.kill() : server.close())
    await this.start(server.port)
  }

  prepareSession(session: SessionData): string {
    return this.#now.server.prepare(session)
  }

  onClose(listener: () => void): void {
    this.#closing.push(listener)
  }

  async close({ keepPages = false }: { keepPages?: boolean } = {}): Promise<void> {
    if (!keepPages) for (const close of this.#closing.splice(0)) close()
    await this.#running?.server.close()
    for (const server of this.#killed.splice(0)) await server.close()
    // The environment and the disk are left as they were.
    if (this.#environment === undefined) delete process.env.DATA_DIR
    else process.env.DATA_DIR = this.#environment
    if (this.#options.dataDir === undefined) await rm(this.#dataDir, { recursive: true, force: true })
  }
}

import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { type Application, createApplication, type LoadReport } from "../application.ts"
import { AuthorError } from "../errors.ts"
import type { LiveView } from "../live-view.ts"
import type { LiveViewOptions } from "../options.ts"
import type { SessionData } from "../sessions/session-data.ts"
import { type BrowserClock, heldClock, runningClock } from "./browser-clock.ts"
import { foundParts, givenParts, liveViewFor, type ModuleSource } from "./parts.ts"
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
  /** Stops the server and starts it again, as a deploy does: same address, secret and data; open pages connect again. */
  restart(): Promise<void>
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
  const { modules, app, setUp, clock = "running", printLog = true, mode = "test", ...own } = options
  const parts = modules ? { modules: givenParts(modules), app } : { ...(await foundParts()), ...(app && { app }) }
  const dataDir = own.dataDir ?? (await mkdtemp(join(tmpdir(), "livetsx-test-")))
  const log: string[] = []
  const mistakes: Mistake[] = []
  const listeners: (() => void)[] = []

  async function start(): Promise<Application> {
    const live = await liveViewFor(parts.app, own, {
      secret: own.secret ?? fixedSecret,
      dataDir,
      limits: { address: generous, handshakes: generous, ...own.limits },
    })
    setUp?.(live)
    return createApplication({
      modules: parts.modules,
      app: async () => ({ default: live }),
      assets: { scripts: [], styles: [], preloads: [] },
      mode,
      handlerFailed: (error, where) => void mistakes.push({ error, where }),
      log: {
        write(line) {
          log.push(line)
          if (printLog) process.stderr.write(line)
        },
      },
    })
  }

  let application = await start()
  let server: TestServer = await serveForTest(application)
  return {
    url: `http://127.0.0.1:${server.port}`,
    get live() {
      return application.live
    },
    clock: clock === "held" ? heldClock() : runningClock,
    log,
    mistakes,
    get report() {
      return application.report
    },
    async restart() {
      if (parts.app)
        throw new AuthorError(
          "restart() expected an application without components/app.ts: what that module has made cannot be made again.",
        )
      const { port } = server
      await server.close()
      application = await start()
      server = await serveForTest(application, port)
    },
    prepareSession: (session) => server.prepare(session),
    onClose: (listener) => void listeners.push(listener),
    async close({ keepPages = false } = {}) {
      if (!keepPages) for (const listener of listeners.splice(0)) listener()
      await server.close()
      if (own.dataDir === undefined) await rm(dataDir, { recursive: true, force: true })
    },
  }
}

import type { Server as HttpServer } from "node:http"

import { AuthorError } from "./errors.ts"
import type { LivePage } from "./events/live-page.ts"
import type { EventWatch } from "./events/event-watch.ts"
import { discover, type Found, type Modules } from "./events/discovery.ts"
import { createLiveView, internals, type Live, type LiveView } from "./live-view.ts"
import type { Mode } from "./events/services.ts"
import type { Assets } from "./pages/assets.ts"
import type { Layout } from "./pages/layout.tsx"
import type { Page } from "./pages/page.ts"
import type { Site } from "./pages/site.ts"
import { instruct } from "./sockets/instruct.ts"

/** What an application is made of. */
export interface ApplicationParts {
  /** Path → loader, of every module that may export handlers, pages or a layout. */
  modules: Modules
  /** Loads components/app.ts, where there is one. */
  app?: (() => Promise<unknown>) | undefined
  assets: Assets
  mode: Mode
  /** Told of mistakes in handlers and pages, and where they happened. */
  handlerFailed?: ((error: unknown, where?: string) => void) | undefined
  /** Told of how long events take. */
  eventWatch?: EventWatch | undefined
  /** Where the log goes; to the terminal where nobody says. */
  log?: { write(line: string): unknown } | undefined
}

export interface LoadReport {
  /** One line a module: `✓ components/counter.tsx  1 handler, 1 page`. */
  lines: string[]
  failures: { path: string; error: unknown }[]
}

export interface Application {
  readonly live: LiveView
  readonly report: LoadReport
  attach(http: HttpServer): void
  /** Takes up changed modules and lets every open page render again. */
  reload(modules: Modules): Promise<LoadReport>
  listen(): Promise<{ port: number; url: string }>
  close(): Promise<void>
}

/** Loads an application's modules and puts it together. Modules that fail are reported; the others work. */
export async function createApplication({
  modules,
  app,
  assets,
  mode,
  handlerFailed,
  eventWatch,
  log,
}: ApplicationParts): Promise<Application> {
  const live = await liveViewOf(app)
  live.conditions = { mode, assets, handlerFailed, eventWatch, log }
  const { site } = await live.ready()
  const load = async (from: Modules, first = false): Promise<LoadReport> => {
    const found = await discover(from, (name) =>
      live.registry.has(name) && live.registry.file(name) === undefined ? "registry.add()" : undefined,
    )
    // A mistake in a changed module leaves everything as it was before.
    if (first || found.failures.length === 0) {
      site.replace(
        found.pages.map(({ page }) => asPage(page)),
        defaultLayouts(found)[0],
      )
      takeUp(live, found)
    }
    return { lines: [...found.lines, ...layoutWarning(found), ...stateWarnings(found)], failures: found.failures }
  }
  const report = await load(modules, true)
  return {
    live,
    report,
    attach: (http) => live.attach(http),
    async reload(changed) {
      const reloaded = await load(changed)
      if (reloaded.failures.length === 0) for (const page of site.livePages) renderAgain(site, page)
      return reloaded
    },
    listen: () => live.listen(),
    close: () => live.close(),
  }
}

/** A page that is not connected, or not yet, hears of it when it is. */
function renderAgain(site: Site, page: LivePage): void {
  if (page.socket) instruct(site, page, "refresh")
  else page.outdated = true
}

async function liveViewOf(app: ApplicationParts["app"]): Promise<Live> {
  if (!app) return internals(createLiveView())
  const module = await app()
  const given = typeof module === "object" && module !== null && "default" in module ? module.default : undefined
  if (typeof given !== "object" || given === null || !("registry" in given))
    throw new AuthorError(
      `components/app.ts expected "export default createLiveView({ … })", got ${given === undefined ? "no default export" : typeof given}.`,
    )
  return internals(given as LiveView) // `internals` refuses what createLiveView() did not make.
}

function takeUp(live: Live, found: Found): void {
  live.registry.replaceFound(found.handlers)
}

/** Discovery tells declarations apart by their kind. */
function asPage(page: unknown): Page {
  return page as Page
}

function asLayout(layout: unknown): Layout {
  return layout as Layout
}

/** Layouts that may be that of every page: where there are several, those that a page names are for such pages. */
function defaultLayouts({ layouts, pages }: Found): Layout[] {
  const exported = layouts.map(({ layout }) => asLayout(layout))
  const named = new Set(pages.map(({ page }) => asPage(page).options.layout))
  const others = exported.filter((layout) => !named.has(layout))
  return others.length > 0 ? others : exported
}

function layoutWarning(found: Found): string[] {
  const candidates = new Set<unknown>(defaultLayouts(found))
  if (candidates.size < 2) return []
  const files = new Set(found.layouts.filter(({ layout }) => candidates.has(layout)).map(({ file }) => file))
  return [
    `! ${[...files].join(" and ")}: several layouts could be that of every page. Expected one that no page names; the first is taken.`,
  ]
}

/** Two pieces of state of one name would be taken for each other. */
function stateWarnings({ handlers, pages }: Found): string[] {
  const users = [
    ...handlers.map(({ handler, file }) => ({ state: handler.options.state, file })),
    ...pages.map(({ page, file }) => ({ state: asPage(page).options.state, file })),
  ]
  const first = new Map<string, (typeof users)[number]>()
  const lines = new Set<string>()
  for (const { state, file } of users) {
    if (!state) continue
    const other = first.get(state.name) ?? { state, file }
    first.set(state.name, other)
    if (other.state !== state)
      lines.add(
        `! ${other.file} and ${file}: two pieces of state are named "${state.name}". Expected every name once: each is taken for the other.`,
      )
  }
  return [...lines]
}

/** Runs an application in production, until it is told to stop. A module that fails to load ends the process with 1. */
export async function serve(parts: ApplicationParts): Promise<void> {
  try {
    const application = await createApplication(parts)
    for (const line of application.report.lines) console.log(line)
    if (application.report.failures.length) process.exit(1)
    const { url } = await application.listen()
    console.log(`Listening on ${url}`)
    stopOnSignal(application)
  } catch (error) {
    console.error(startMistake(error))
    process.exit(1)
  }
}

/** What is wrong with where or how it is started needs no stack. */
function startMistake(error: unknown): unknown {
  if (error instanceof AuthorError) return error.message
  const { code, address, port } = Object(error)
  if (code === "EADDRINUSE") return `Port ${port} is in use. Expected a free one: stop what listens there, or set PORT.`
  if (code === "EACCES" || code === "EADDRNOTAVAIL")
    return `May not listen on ${address}, port ${port} (${code}). Expected another HOST or PORT.`
  return error
}

/** Milliseconds that a process may take to end. */
const longest = 10_000

/** SIGTERM and SIGINT end the process when its work is done: with 0, or with 1 where it is asked twice or takes too long. */
export function stopOnSignal(application: Pick<Application, "close">): void {
  let asked = false
  const stop = () => {
    // Asked again, or not done in time, it ends as it is.
    if (asked) process.exit(1)
    asked = true
    setTimeout(() => process.exit(1), longest).unref()
    application.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error)
        process.exit(1)
      },
    )
  }
  process.on("SIGTERM", stop)
  process.on("SIGINT", stop)
}

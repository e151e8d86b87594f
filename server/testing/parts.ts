import type { ApplicationParts } from "../application.ts"
import { AuthorError } from "../errors.ts"
import { createLiveView, internals, type LiveView } from "../live-view.ts"
import type { LiveViewOptions } from "../options.ts"

/** A module's exports, or what loads them. */
export type ModuleSource = object | (() => Promise<unknown>)

export type Parts = Pick<ApplicationParts, "modules" | "app">

/** The application of the working directory, as the Vite plugin finds it. */
export async function foundParts(): Promise<Parts> {
  try {
    const [{ modules }, { app }] = await Promise.all([import("virtual:livetsx/components"), import("virtual:livetsx/app")])
    return { modules, app }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    if (!reason.includes("virtual:livetsx")) throw error
    throw new AuthorError(
      `testApp() could not find the application of ${process.cwd()}: ${reason}\nExpected vitest with plugins: [livetsx()] in its configuration, or testApp({ modules: { "components/counter.tsx": counter } }).`,
    )
  }
}

/** Modules that a test declares itself: exports stand for what loads them. */
export function givenParts(modules: Record<string, ModuleSource>): Parts["modules"] {
  return Object.fromEntries(
    Object.entries(modules).map(([path, source]) => [path, typeof source === "function" ? load(source) : async () => source]),
  )
}

/** A function among the sources is a loader; modules are objects. */
function load(source: ModuleSource): () => Promise<unknown> {
  return source as () => Promise<unknown>
}

const taken = new WeakSet<LiveView>()

/** components/app.ts as it is, but for where and with what it runs; or a live view with the test's own options. */
export async function liveViewFor(app: Parts["app"], own: LiveViewOptions, forced: LiveViewOptions): Promise<LiveView> {
  if (!app) return createLiveView({ ...own, ...forced })
  const module = await app()
  const given = typeof module === "object" && module !== null && "default" in module ? module.default : undefined
  if (typeof given !== "object" || given === null || !("registry" in given))
    throw new AuthorError(`components/app.ts expected "export default createLiveView({ … })".`)
  const live = internals(given as LiveView) // `internals` refuses what createLiveView() did not make.
  if (taken.has(live))
    throw new AuthorError(
      "testApp() has run components/app.ts already: what that module makes can be run once. Expected one testApp() for the whole test file.",
    )
  taken.add(live)
  const { redis, secret, dataDir, limits } = { ...own, ...forced }
  Object.assign(live.settings, { redis, dataDir, secrets: [secret].flat(), limits: { ...live.settings.limits, ...limits } })
  return live
}

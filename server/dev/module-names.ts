/** Names of the modules that the Vite plugin makes. */
export const virtual = {
  /** Every component of the application: path → loader. */
  components: "virtual:livetsx/components",
  /** components/app.ts, where there is one. */
  app: "virtual:livetsx/app",
  /** Addresses of the browser's files, as they were built. */
  assets: "virtual:livetsx/assets",
  /** Production: what createApplication() is given. */
  parts: "virtual:livetsx/parts",
  /** Development: the same without what was built. */
  development: "virtual:livetsx/development",
  /** dist/server/main.js */
  main: "virtual:livetsx/main",
  /** The browser's entry. */
  client: "virtual:livetsx/client",
  /** Starts the page, before anything of the author's controllers runs. */
  start: "virtual:livetsx/start",
  /** Development: the timeline of the page's events. */
  timeline: "virtual:livetsx/timeline",
  /** The application's stylesheets. */
  styles: "virtual:livetsx/styles",
  /** The application's Stimulus controllers. */
  controllers: "virtual:livetsx/controllers",
} as const

export type VirtualModule = (typeof virtual)[keyof typeof virtual]

/** What a module is made for. */
export interface Making {
  root: string
  building: boolean
}

/** The text of each module. */
export type Sources<Name extends VirtualModule = VirtualModule> = Record<Name, (making: Making) => string>

/** Where the build puts things, from the root of the application. */
export const output = { client: "dist/client", server: "dist/server" } as const

/** Rollup's convention: other plugins leave ids alone that start with a null byte. */
export function resolved(name: VirtualModule): string {
  return `\0${name}`
}

/** The address at which Vite's development server serves a module of this kind. */
export function addressOf(name: VirtualModule): string {
  return `/@id/__x00__${name}`
}

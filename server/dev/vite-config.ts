import { existsSync, readFileSync } from "node:fs"
import { join, relative, resolve } from "node:path"

import { defaultClientConditions, defaultServerConditions } from "vite"
import type { Plugin, UserConfig } from "vite"

import { output, virtual } from "./module-names.ts"

/** Settings that every application has: dist/server/main.js must find dist/client, and the runtime the markup. */
export function viteConfig(): Plugin {
  return {
    name: "livetsx:config",
    config: (config) => {
      const root = resolve(config.root ?? process.cwd())
      const inRepository = isFramework(root)
      if (process.env.VITEST) return testing(inRepository, config)
      return { ...everywhere, ...building(), environments: environments(inRepository), server: { watch: { ignored: isWritten(root) } } }
    },
  }
}

const everywhere: UserConfig = {
  appType: "custom",
  oxc: { jsx: { runtime: "automatic", importSource: "livetsx" } },
}

/** What the application, its build and its tests write must not look like a change of its sources. */
export function isWritten(root: string): (path: string) => boolean {
  return (path) => /^(?:\.livetsx|dist|test-results|coverage)(?:[\\/]|$)/.test(relative(root, path))
}

function building(): UserConfig {
  return {
    builder: {
      // The server is built second: it holds the names of the client's hashed files.
      buildApp: async ({ build, environments }) => {
        for (const name of ["client", "ssr"]) {
          const environment = environments[name]
          if (environment) await build(environment)
        }
      },
    },
  }
}

function environments(inRepository: boolean): UserConfig["environments"] {
  return {
    client: {
      resolve: { conditions: conditions(inRepository, defaultClientConditions) },
      optimizeDeps: {
        include: inRepository
          ? ["socket.io-client", "@hotwired/stimulus", "preact", "preact/jsx-dev-runtime"]
          : ["livetsx/client", "livetsx/timeline"],
      },
      build: {
        outDir: output.client,
        manifest: true,
        modulePreload: false,
        rolldownOptions: { input: { client: virtual.client } },
      },
    },
    ssr: {
      // One instance of the framework: from its sources in its own repository, otherwise as it was installed.
      resolve: {
        conditions: conditions(inRepository, defaultServerConditions),
        ...(inRepository ? { noExternal: ["livetsx"] } : { external: ["livetsx"] }),
      },
      build: {
        outDir: output.server,
        emptyOutDir: true,
        sourcemap: true,
        copyPublicDir: false,
        rolldownOptions: {
          input: { main: virtual.main, parts: virtual.parts },
          // All in one folder: dist/client is found from where a file stands.
          output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
        },
      },
    },
  }
}

/** Tests run in vitest's own environments; the framework must go through Vite there, so that it finds the application's modules. */
function testing(inRepository: boolean, config: UserConfig): UserConfig {
  const inlined = { server: { deps: { inline: [/\/livetsx\//] } } }
  const vitest = { test: { ...inlined, ...patience("test" in config ? config.test : undefined) } }
  return {
    ...everywhere,
    ...vitest,
    resolve: { conditions: conditions(inRepository, defaultClientConditions) },
    ssr: { resolve: { conditions: conditions(inRepository, defaultServerConditions) } },
  }
}

/** The browser's script is bundled when a test file opens its first page: vitest's usual 5 seconds can be too few. What the application says itself stays. */
function patience(given: unknown): object {
  const usual = { testTimeout: 20_000, hookTimeout: 60_000 }
  return Object.fromEntries(Object.entries(usual).filter(([name]) => typeof given !== "object" || given === null || !(name in given)))
}

function conditions(inRepository: boolean, defaults: readonly string[]): string[] {
  return inRepository ? ["livetsx-source", ...defaults] : [...defaults]
}

/** In the framework's own repository `livetsx` means its sources. */
export function isFramework(root: string): boolean {
  const path = join(root, "package.json")
  if (!existsSync(path)) return false
  const { name }: { name?: unknown } = JSON.parse(readFileSync(path, "utf8"))
  return name === "livetsx"
}

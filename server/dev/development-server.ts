import type { Server } from "node:http"

import { isRunnableDevEnvironment } from "vite"
import type { HttpServer, Plugin } from "vite"

import { develop } from "./develop.ts"
import type { Development } from "./develop.ts"
import { repeatLateChanges } from "./late-changes.ts"

/** Runs the application inside Vite's development server, behind Vite's own middleware and on the same port. */
export function developmentServer(): Plugin {
  let development: Development | undefined
  const interrupted = () => {
    const exit = () => process.exit(130)
    development?.close().then(exit, exit)
  }
  return {
    name: "livetsx:development-server",
    apply: "serve",
    configureServer(server) {
      const { httpServer, environments } = server
      if (process.env.VITEST || !httpServer || !isRunnableDevEnvironment(environments.ssr)) return undefined
      const started = develop(server, asHttp(httpServer), environments.ssr)
      development = started
      // Vite itself ends at once on Ctrl+C: pages that are open would find nothing of what they knew when it is started again.
      process.once("SIGINT", interrupted)
      repeatLateChanges(server.watcher)
      return () => {
        server.middlewares.use((request, response) => started.answer(request, response))
      }
    },
    hotUpdate: {
      // After all others: import.meta.glob adds the modules whose lists of files have changed.
      order: "post",
      handler(update) {
        return this.environment.name === "ssr" ? development?.filesChanged(update) : undefined
      },
    },
    async closeBundle() {
      if (this.environment.name !== "ssr") return
      process.off("SIGINT", interrupted)
      await development?.close()
    },
  }
}

/** With certificates Vite listens with http2, which speaks http 1 as well: the events and methods used here are the same. */
function asHttp(httpServer: HttpServer): Server {
  return httpServer as Server
}

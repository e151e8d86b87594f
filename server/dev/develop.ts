import type { IncomingMessage, Server, ServerResponse } from "node:http"

import type { EnvironmentModuleNode, HotUpdateOptions, RunnableDevEnvironment, ViteDevServer } from "vite"

import type { Application, LoadReport } from "../application.ts"

import { attachTo } from "./attachment.ts"
import { holdUpgrades } from "./held-upgrades.ts"
import { overlayOf } from "./overlay.ts"
import { importSources, linkedAssets, restarts } from "./sources.ts"
import { answerMistake } from "./start-mistake.ts"
import { tellTimelines } from "./timeline.ts"
import { oneAtATime } from "./work.ts"

/** An application that runs from its sources and follows their changes. */
export interface Development {
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>
  filesChanged(update: HotUpdateOptions): EnvironmentModuleNode[]
  close(): Promise<void>
}

/** Starts the application once the server listens: by then a server that Vite restarts has closed, and written down what it knew. */
export function develop({ config, environments }: ViteDevServer, httpServer: Server, environment: RunnableDevEnvironment): Development {
  const overlay = overlayOf(environments.client, config.logger)
  const work = oneAtATime(overlay.report)
  let running: { application: Application; detach: () => void } | undefined
  let releaseUpgrades = holdUpgrades(httpServer)
  httpServer.once("listening", () => work.add(restart))

  async function restart(): Promise<void> {
    const { createApplication, modules, app } = await importSources(environment)
    // A mistake in components/app.ts comes out here, while the application before still runs.
    await app?.()
    await stop()
    const application = await createApplication({
      modules,
      app,
      assets: linkedAssets(config.root),
      mode: "development",
      handlerFailed: overlay.tell,
      eventWatch: tellTimelines(environments.client.hot),
    })
    running = { application, detach: attachTo(httpServer, (server) => application.attach(server)) }
    releaseUpgrades()
    for (const line of application.report.lines) config.logger.info(line)
    reported(application.report)
  }

  async function reload(): Promise<void> {
    if (!running) return restart()
    const { modules } = await importSources(environment)
    reported(await running.application.reload(modules))
  }

  function reported({ failures: [failure] }: LoadReport): void {
    if (failure) overlay.report(failure.error, failure.path)
    else overlay.clear()
  }

  async function stop(): Promise<void> {
    if (!running) return
    const { application, detach } = running
    running = undefined
    releaseUpgrades = holdUpgrades(httpServer)
    detach()
    await application.close()
  }

  return {
    async answer(request, response) {
      await work.done()
      if (running) running.application.live.express(request, response)
      else answerMistake(response)
    },
    filesChanged({ modules, timestamp }) {
      const affected = new Set<EnvironmentModuleNode>()
      for (const module of modules) environment.moduleGraph.invalidateModule(module, affected, timestamp, true)
      if (affected.size) work.add(restarts(affected, config.root) ? restart : reload)
      // Vite itself would load the whole application anew.
      return []
    },
    async close() {
      await work.done()
      await stop()
      releaseUpgrades()
    },
  }
}

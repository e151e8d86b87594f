import type { EnvironmentModuleNode, RunnableDevEnvironment } from "vite"

import type { ApplicationParts, createApplication } from "../application.ts"
import type { Assets } from "../pages/assets.ts"

import { componentFiles } from "./component-files.ts"
import { addressOf, resolved, virtual } from "./module-names.ts"
import { isFramework } from "./vite-config.ts"

/** What the module `virtual:livetsx/development` exports. */
interface Sources {
  createApplication: typeof createApplication
  modules: ApplicationParts["modules"]
  app: ApplicationParts["app"]
}

/** Loads the application's sources, and the framework as they see it; only what has changed is loaded again. */
export function importSources({ runner }: RunnableDevEnvironment): Promise<Sources> {
  return runner.import<Sources>(virtual.development)
}

/** What a document loads in development: the list of stylesheets is read whenever one is rendered. */
export function linkedAssets(root: string): Assets {
  return {
    scripts: ["/@vite/client", addressOf(virtual.timeline), addressOf(virtual.client)],
    get styles() {
      return componentFiles(root).styles
    },
    preloads: [],
    development: true,
  }
}

/** Components are replaced in the running application; a change of components/app.ts, or of the framework itself, needs a new one. */
export function restarts(affected: Iterable<EnvironmentModuleNode>, root: string): boolean {
  const inRepository = isFramework(root)
  return [...affected].some(({ id, file }) => id === resolved(virtual.app) || (inRepository && file?.startsWith(`${root}/server/`)))
}

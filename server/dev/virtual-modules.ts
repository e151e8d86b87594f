import type { Plugin } from "vite"

import { browserModules } from "./browser-modules.ts"
import { concernsBrowser } from "./component-files.ts"
import { resolved, virtual } from "./module-names.ts"
import type { Sources, VirtualModule } from "./module-names.ts"
import { serverModules } from "./server-modules.ts"

const sources: Sources = { ...serverModules, ...browserModules }

/** Resolves and loads the modules that tie an application's files to the framework. */
export function virtualModules(): Plugin {
  const making = { root: process.cwd(), building: false }
  return {
    name: "livetsx:virtual-modules",
    enforce: "pre",
    configResolved: ({ root, command }) => {
      Object.assign(making, { root, building: command === "build" })
    },
    resolveId: (source) => (isVirtual(source) ? resolved(source) : undefined),
    load(id) {
      const name = id.slice(1)
      return id.startsWith("\0") && isVirtual(name) ? sources[name](making) : undefined
    },
    hotUpdate({ type, file, modules }) {
      const path = file.slice(making.root.length)
      if (type === "update" || this.environment.name !== "client" || !concernsBrowser(path)) return undefined
      const graph = this.environment.moduleGraph
      const made = [virtual.styles, virtual.controllers].flatMap((name) => graph.getModuleById(resolved(name)) ?? [])
      return path === "/components/client.ts" ? undefined : [...(type === "create" ? modules : []), ...made]
    },
  }
}

function isVirtual(name: string): name is VirtualModule {
  return Object.hasOwn(sources, name)
}

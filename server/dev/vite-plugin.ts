import type { Plugin } from "vite"

import { viteConfig } from "./vite-config.ts"
import { plainImports } from "./plain-imports.ts"
import { precompiled } from "./precompiled.ts"
import { virtualModules } from "./virtual-modules.ts"
import { developmentServer } from "./development-server.ts"

/**
 * The Vite plugin of a livetsx application: `plugins: [livetsx()]`.
 * `vite` serves the application for development, `vite build` builds `dist/client` and `dist/server/main.js`, and vitest finds the same modules.
 */
export function livetsx(): Plugin[] {
  return [viteConfig(), precompiled(), plainImports(), virtualModules(), developmentServer()]
}

export default livetsx

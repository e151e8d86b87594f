import type { Plugin } from "vite"

import { viteConfig } from "./vite-config.ts"
import { precompiled } from "./precompiled.ts"
import { virtualModules } from "./virtual-modules.ts"
import { leanPreload } from "./lean-preload.ts"
import { leanSocket } from "./lean-socket.ts"
import { leanStimulus } from "./lean-stimulus.ts"
import { developmentServer } from "./development-server.ts"

export interface LivetsxOptions {
  /** Builds long polling into the browser's script (9 kB), for `createLiveView({ transports: ["polling", "websocket"] })`. */
  polling?: boolean
}

/**
 * The Vite plugin of a livetsx application: `plugins: [livetsx()]`.
 * `vite` serves the application for development, `vite build` builds `dist/client` and `dist/server/main.js`, and vitest finds the same modules.
 */
export function livetsx({ polling = false }: LivetsxOptions = {}): Plugin[] {
  return [
    viteConfig(),
    precompiled(),
    virtualModules({ polling }),
    polling ? [] : leanSocket(),
    leanStimulus(),
    leanPreload(),
    developmentServer(),
  ].flat()
}

export default livetsx

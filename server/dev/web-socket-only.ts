import type { Plugin } from "vite"

/** engine.io-client's table of transports, from which Socket.IO chooses by name: no bundler can leave any out by itself. */
const table = /\/engine\.io-client\/build\/esm(-debug)?\/transports\/index\.js$/

/** Takes long polling and WebTransport out of the browser's bundle. */
export function webSocketOnly(): Plugin {
  return {
    name: "livetsx:web-socket-only",
    apply: "build",
    applyToEnvironment: ({ name }) => name === "client",
    transform: {
      filter: { id: /\/(engine|socket)\.io-client\/build\/esm/ },
      // These packages do not say that their modules may be left out: polling would stay because it looks for XMLHttpRequest when loaded.
      handler: (code, id) => ({ code: table.test(id) ? withoutPolling : code, map: null, moduleSideEffects: false }),
    },
  }
}

const withoutPolling = `import { WS } from "./websocket.js"\nexport const transports = { websocket: WS }\n`

import type { Plugin } from "vite"

/**
 * Takes long polling and WebTransport out of the browser's bundle: Socket.IO chooses among them by name, so that no bundler can leave them out by itself.
 * The table that is replaced is engine.io-client's build/esm/transports/index.js.
 */
export function webSocketOnly(): Plugin {
  return {
    name: "livetsx:web-socket-only",
    apply: "build",
    applyToEnvironment: ({ name }) => name === "client",
    transform: {
      filter: { id: /engine\.io-client\/build\/esm(-debug)?\/transports\/index\.js$/ },
      handler: () => ({ code: `import { WS } from "./websocket.js"\nexport const transports = { websocket: WS }\n`, map: null }),
    },
  }
}

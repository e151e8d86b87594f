import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { build } from "vite"

import { startServer } from "./server-process.mjs"

const client = fileURLToPath(new URL("../peers/client.mjs", import.meta.url))
const outDir = fileURLToPath(new URL("../../dist/bench/peers", import.meta.url))

/** The libraries that others patch pages with, bundled, and a server that feeds each. */
export async function startPeers() {
  await build({
    configFile: false,
    logLevel: "error",
    build: {
      outDir,
      copyPublicDir: false,
      lib: { entry: client, formats: ["es"], fileName: () => "client.js" },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  })
  return startServer(fileURLToPath(new URL("../peers/server.mjs", import.meta.url)), { words: [join(outDir, "client.js")] })
}

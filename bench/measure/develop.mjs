// The benchmark's application in development, in a folder of its own: node develop.mjs FOLDER.
import { fileURLToPath } from "node:url"

import { createServer } from "vite"

const server = await createServer({
  root: process.argv[2] ?? "",
  configFile: fileURLToPath(new URL("../application/vite.config.ts", import.meta.url)),
  server: { host: "127.0.0.1", port: 0 },
  logLevel: "error",
})
await server.listen()
console.log(server.resolvedUrls?.local[0])

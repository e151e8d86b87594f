import type { IncomingMessage, Server } from "node:http"
import type { Duplex } from "node:stream"

type Upgrade = [request: IncomingMessage, socket: Duplex, head: Buffer]

/**
 * Keeps the sockets of pages that connect while the application starts, which nobody would answer.
 * The function returned hands them on, once something listens for them.
 */
export function holdUpgrades(httpServer: Server): () => void {
  const held: Upgrade[] = []
  const hold = (...upgrade: Upgrade) => {
    if (isOfVite(upgrade[0])) return
    upgrade[1].on("error", () => {})
    held.push(upgrade)
  }
  httpServer.on("upgrade", hold)
  return () => {
    httpServer.off("upgrade", hold)
    for (const upgrade of held.splice(0)) httpServer.emit("upgrade", ...upgrade)
  }
}

function isOfVite({ headers }: IncomingMessage): boolean {
  return headers["sec-websocket-protocol"]?.startsWith("vite-") ?? false
}

import { Manager } from "socket.io-client"

import type { Wire, WireListener } from "./wire.ts"

/** Milliseconds that opening a connection may take. */
const patience = 10_000

/** For networks that let no WebSocket through: the whole client of Socket.IO, loaded where the server allows long polling. */
export function createPollingWire(path: string, { auth, received, lost }: WireListener, transports: string[]): Wire {
  const manager = new Manager({ path, transports, reconnection: false, autoConnect: false, timeout: patience })
  const socket = manager.socket("/", { auth: (give: (auth: object) => void) => give(auth()) })
  socket.on("connect_error", (error: Error & { data?: { code?: string } }) => lost(error.data?.code))
  socket.on("disconnect", (reason) => {
    if (reason !== "io client disconnect") lost()
  })
  socket.onAny((name, ...content) => received(name, content))

  return {
    open: () => {
      socket.disconnect()
      socket.connect()
    },
    close: () => void socket.disconnect(),
    emit: (name, message, timeout, answered) => {
      socket.timeout(timeout).emit(name, message, (error: Error | null, answer: unknown) => answered(error ? undefined : answer))
    },
  }
}

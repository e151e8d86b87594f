import type { Server } from "node:http"

/** Milliseconds in which somebody has to answer. */
const usual = 10_000

/**
 * Ends the sockets that ask for another protocol (`Upgrade`) and that nobody answers, neither Socket.IO nor a listener of the author's.
 * Node hands them over for good: it ends none that says nothing more, and an error of theirs that nobody hears ends the process.
 */
export function endStrayUpgrades(http: Server, path: string, patience = usual): void {
  http.on("upgrade", ({ url = "" }, socket) => {
    socket.on("error", () => undefined)
    // Socket.IO ends its own.
    if (url.startsWith(path)) return
    setTimeout(() => "bytesWritten" in socket && socket.bytesWritten === 0 && socket.destroy(), patience).unref()
  })
}

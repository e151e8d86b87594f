import type { Server } from "node:http"

type Listener = () => void

const events = ["request", "upgrade", "close"]

/** Attaches something to an http server that outlives it. The function returned puts the server's listeners back as they were. */
export function attachTo(httpServer: Server, attach: (httpServer: Server) => void): () => void {
  const before = listenersOf(httpServer)
  attach(httpServer)
  const after = listenersOf(httpServer)
  return () => {
    for (const event of events) {
      for (const listener of missing(after, before, event)) httpServer.off(event, listener)
      for (const listener of missing(before, after, event)) httpServer.on(event, listener)
    }
  }
}

function listenersOf(httpServer: Server): Map<string, Listener[]> {
  // Node types what it returns as Function, which its own `on` does not take.
  return new Map(events.map((event) => [event, httpServer.rawListeners(event) as Listener[]]))
}

function missing(from: Map<string, Listener[]>, others: Map<string, Listener[]>, event: string): Listener[] {
  return (from.get(event) ?? []).filter((listener) => !others.get(event)?.includes(listener))
}

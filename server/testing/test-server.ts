import { createServer, type Server } from "node:http"
import type { AddressInfo, Socket } from "node:net"

import type { Application } from "../application.ts"
import { internals } from "../live-view.ts"
import type { SessionData } from "../sessions/session-data.ts"

/** Where a visitor gets a session that a test has made for them. The name is a secret of the process. */
const path = `/livetsx-testing/${crypto.randomUUID()}`

/** An application on a port of the machine's own. */
export interface TestServer {
  readonly port: number
  /** Puts down a session; whoever fetches the address has it. */
  prepare(session: SessionData): string
  close(): Promise<void>
  /** Ends it as a power cut would: nothing is told, written or waited for. `close()` gives back what it holds. */
  kill(): Promise<void>
}

/** Serves an application, on a free port where none is named. */
export async function serveForTest(application: Application, port = 0): Promise<TestServer> {
  const live = internals(application.live)
  const { site } = await live.ready()
  const prepared = new Map<string, SessionData>()

  const http = createServer((request, response) => {
    const key = request.url?.startsWith(path) ? request.url.slice(path.length + 1) : undefined
    const session = key === undefined ? undefined : prepared.get(key)
    if (!session) return void live.express(request, response)
    site.sessions.middleware(Object.assign(request, { originalUrl: request.url }) as never, response as never, () => {
      Object.assign(Reflect.get(request, "session"), structuredClone(session))
      response.writeHead(204).end()
    })
  })
  const connections = new Set<Socket>()
  http.on("connection", (socket) => {
    connections.add(socket)
    socket.once("close", () => connections.delete(socket))
  })
  application.attach(http)
  await listen(http, port)
  return {
    port: (http.address() as AddressInfo).port, // A server that listens on a port has one.
    prepare(session) {
      const key = crypto.randomUUID()
      prepared.set(key, session)
      return `${path}/${key}`
    },
    async close() {
      await application.close()
      await stopListening(http, connections)
    },
    kill: () => stopListening(http, connections),
  }
}

function stopListening(http: Server, connections: Iterable<Socket>): Promise<void> {
  return new Promise((resolve) => {
    http.close(() => resolve())
    for (const connection of connections) connection.destroy()
  })
}

function listen(http: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => http.once("error", reject).listen(port, "127.0.0.1", resolve))
}

import { once } from "node:events"
import { connect, createServer, type Socket } from "node:net"

/** What stands between a browser and its server: the tests make of it what networks do. */
export interface Network {
  readonly url: string
  /** From the server nothing arrives any more, and the other way everything does. */
  hold(): void
  /** All that was held arrives. */
  release(): void
  /** Breaks every connection; new ones are made. */
  cut(): void
  /** Nothing passes any more over the connections there are, and neither side is told; new ones are made. */
  lose(): void
  /** Breaks every connection, and refuses new ones until `back`. */
  away(): void
  /** Answers every request itself, as a captive portal does, until `back`; where it lets them through, WebSockets reach the server. */
  portal(answer: string, letsSockets?: boolean): void
  back(): void
  close(): Promise<void>
}

interface Pair {
  page: Socket
  server: Socket
}

export async function startNetwork(port: number): Promise<Network> {
  const pairs = new Set<Pair>()
  let held = false
  let isAway = false
  let portal: { text: string; letsSockets: boolean } | undefined
  const listening = createServer((page) => {
    page.on("error", () => page.destroy())
    if (isAway) page.destroy()
    else if (portal) intercept(page, portal)
    else join(page)
  }).listen(0, "127.0.0.1")
  await once(listening, "listening")
  const address = listening.address()

  function join(page: Socket): void {
    const pair: Pair = { page, server: connect(port, "127.0.0.1") }
    pairs.add(pair)
    const gone = () => {
      pairs.delete(pair)
      pair.page.destroy()
      pair.server.destroy()
    }
    for (const socket of [pair.page, pair.server]) socket.setNoDelay(true).on("error", gone).on("close", gone)
    pair.page.on("data", (chunk) => pair.server.write(chunk))
    pair.server.on("data", (chunk) => pair.page.write(chunk))
    if (held) pair.server.pause()
  }

  function intercept(page: Socket, { text, letsSockets }: { text: string; letsSockets: boolean }): void {
    page.once("data", (request) => {
      if (!letsSockets || !/^upgrade: websocket/im.test(request.toString("latin1"))) return page.end(text)
      join(page)
      page.emit("data", request)
    })
  }

  function cut(): void {
    for (const { page, server } of pairs) {
      page.destroy()
      server.destroy()
    }
  }

  return {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    hold: () => {
      held = true
      for (const { server } of pairs) server.pause()
    },
    release: () => {
      held = false
      for (const { server } of pairs) server.resume()
    },
    cut,
    lose: () => {
      for (const { page, server } of pairs) for (const socket of [page, server]) socket.removeAllListeners("data").pause()
    },
    away: () => {
      isAway = true
      cut()
    },
    portal: (text, letsSockets = false) => {
      isAway = false
      portal = { text, letsSockets }
      cut()
    },
    back: () => {
      isAway = false
      portal = undefined
    },
    close: async () => {
      cut()
      listening.close()
      await once(listening, "close")
    },
  }
}

import { createServer, connect, type Socket } from "node:net"
import { once } from "node:events"
import { setTimeout as pause } from "node:timers/promises"

/** What a connection suffers from. */
export interface Faults {
  /** Milliseconds by which everything is late. */
  latency?: number
  /** Bytes a second that the page reads. */
  trickle?: number
}

/** A TCP proxy that breaks connections as networks do. */
export interface Proxy {
  readonly url: string
  faults: Faults
  readonly connections: number
  /** Cuts a share of the connections, with a reset; gives how many. */
  cut(share: number): number
  /** Half-open: nothing passes any more and neither side is told. New connections wait. */
  freeze(): void
  /** From the server to the page nothing passes; the other way everything does. */
  stall(): void
  /** New connections are served again; those that were frozen stay dead. */
  thaw(): void
  close(): Promise<void>
}

interface Pair {
  page: Socket
  server: Socket
  dead: boolean
}

export async function startProxy(port: number): Promise<Proxy> {
  const pairs = new Set<Pair>()
  let frozen = false
  const proxy: { faults: Faults } = { faults: {} }
  const held: Socket[] = []
  const server = createServer({ pauseOnConnect: true }, (page) => {
    if (frozen) held.push(page)
    else take(page)
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  const address = server.address()

  function take(page: Socket): void {
    const pair: Pair = { page, server: connect(port, "127.0.0.1"), dead: false }
    pairs.add(pair)
    const gone = () => {
      if (pair.dead || !pairs.delete(pair)) return
      pair.page.destroy()
      pair.server.destroy()
    }
    for (const socket of [pair.page, pair.server]) socket.setNoDelay(true).on("error", gone).on("close", gone)
    pipe(
      pair,
      "page",
      "server",
      () => proxy.faults.latency ?? 0,
      () => 0,
    )
    pipe(
      pair,
      "server",
      "page",
      () => proxy.faults.latency ?? 0,
      () => proxy.faults.trickle ?? 0,
    )
    page.resume()
  }

  function stop(pair: Pair): void {
    pair.page.removeAllListeners("data").pause()
    pair.server.removeAllListeners("data").pause()
    pair.dead = true
  }

  return Object.assign(proxy, {
    url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`,
    get connections() {
      return pairs.size
    },
    cut(share: number) {
      let count = 0
      for (const { page, server } of pairs) {
        if (Math.random() >= share) continue
        page.resetAndDestroy()
        server.resetAndDestroy()
        count++
      }
      return count
    },
    freeze() {
      frozen = true
      for (const pair of pairs) stop(pair)
    },
    stall() {
      for (const { server } of pairs) server.pause()
    },
    thaw() {
      frozen = false
      for (const page of held.splice(0)) take(page)
    },
    async close() {
      for (const { page, server } of pairs) {
        page.destroy()
        server.destroy()
      }
      for (const page of held) page.destroy()
      server.close()
    },
  })
}

/** In order, late, and no faster than it may be. */
function pipe(pair: Pair, from: "page" | "server", to: "page" | "server", latency: () => number, rate: () => number): void {
  let turn = Promise.resolve()
  pair[from].on("data", (chunk: Buffer) => {
    const [late, slow] = [latency(), rate()]
    const due = Date.now() + late
    if (!late && !slow) {
      if (pair[to].writableNeedDrain) pair[from].pause()
      turn = turn.then(() => void write(pair, from, to, chunk))
      return
    }
    if (slow) pair[from].pause()
    turn = turn.then(async () => {
      if (late) await pause(due - Date.now())
      if (slow) await pause((chunk.length / slow) * 1_000)
      write(pair, from, to, chunk)
      if (slow) pair[from].resume()
    })
  })
}

function write(pair: Pair, from: "page" | "server", to: "page" | "server", chunk: Buffer): void {
  if (pair.dead || pair[to].destroyed || pair[to].write(chunk)) return
  pair[from].pause()
  pair[to].once("drain", () => {
    if (!pair.dead) pair[from].resume()
  })
}

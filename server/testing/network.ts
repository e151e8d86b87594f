import { createServer, connect, type AddressInfo, type Socket } from "node:net"

/** The way between one page and its server: a proxy of the page's own, so that it can be cut without touching anybody else's. */
export interface Network {
  /** Where the page finds its server. */
  readonly origin: string
  readonly cut: boolean
  /** Breaks what is open. */
  breakAll(): void
  /** Breaks what is open, and whatever is opened until `restore`. */
  sever(): void
  restore(): void
  /** Leads to another server from the next connection on. */
  leadTo(server: string): void
  close(): void
}

/** Opens a way to a server. */
export async function openNetwork(server: string): Promise<Network> {
  let { hostname, port } = new URL(server)
  let isCut = false
  const sockets = new Set<Socket>()

  const proxy = createServer((inbound) => {
    if (isCut) return void inbound.destroy()
    const outbound = connect(Number(port), hostname)
    for (const [socket, other] of [[inbound, outbound] as const, [outbound, inbound] as const]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.pipe(other)
      socket.on("error", () => other.destroy())
      socket.on("close", () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve, reject) => proxy.once("error", reject).listen(0, "127.0.0.1", resolve))
  const { port: own } = proxy.address() as AddressInfo // A server that listens on a port has one.

  function breakAll(): void {
    for (const socket of sockets) socket.destroy()
  }

  return {
    origin: `http://127.0.0.1:${own}`,
    get cut() {
      return isCut
    },
    breakAll,
    sever() {
      isCut = true
      breakAll()
    },
    restore() {
      isCut = false
    },
    leadTo(other) {
      ;({ hostname, port } = new URL(other))
    },
    close() {
      isCut = true
      proxy.close()
      // What the page has just said, such as goodbye, arrives; who does not hang up is not waited for.
      setTimeout(breakAll, 1_000).unref()
    },
  }
}

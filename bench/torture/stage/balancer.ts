import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { connect, createServer, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { onPath } from "../../../scripts/chromium.mjs"
import { end, freePort, start, until } from "./processes.ts"

/** Spreads connections over servers, and leaves out those that do not answer. */
export interface Balancer {
  readonly name: string
  readonly url: string
  close(): Promise<void>
}

/** haproxy where it is installed; otherwise a small one of our own. */
export async function startBalancer(ports: number[]): Promise<Balancer> {
  const haproxy = onPath("haproxy")
  const port = await freePort()
  return haproxy ? withHaproxy(haproxy, port, ports) : withOwn(port, ports)
}

async function withHaproxy(program: string, port: number, ports: number[]): Promise<Balancer> {
  const folder = await mkdtemp(join(tmpdir(), "livetsx-haproxy-"))
  const file = join(folder, "haproxy.cfg")
  const servers = ports.map((each, at) => `  server node${at} 127.0.0.1:${each} check inter 500 fall 1 rise 1`)
  await writeFile(file, [...configuration, `  bind 127.0.0.1:${port}`, ...servers, ""].join("\n"))
  const { child, output } = start(program, ["-db", "-f", file])
  await until(`haproxy on port ${port}`, () => accepts(port)).catch((error: Error) => {
    throw new Error(`${error.message}\n${output()}`)
  })
  return {
    name: "haproxy",
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await end(child, "SIGKILL")
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The deployment guide's settings, with times that suit a test: a server is left out as soon as /readyz says so. */
const configuration = [
  "defaults",
  "  mode http",
  "  timeout connect 1s",
  "  timeout client 60s",
  "  timeout server 60s",
  "  timeout tunnel 1h",
  "  retries 3",
  "  option redispatch 1",
  "  retry-on conn-failure",
  "listen torture",
  "  balance roundrobin",
  "  option httpchk GET /readyz",
]

async function withOwn(port: number, ports: number[]): Promise<Balancer> {
  const open = new Set<Socket>()
  let turn = 0
  const server = createServer((page) => {
    open.add(page)
    page.on("close", () => open.delete(page)).on("error", () => page.destroy())
    tryNext(page, ports.length)
  }).listen(port, "127.0.0.1")

  function tryNext(page: Socket, left: number): void {
    const to = connect(ports[turn++ % ports.length] ?? 0, "127.0.0.1")
    to.once("connect", () => {
      to.removeAllListeners("error").on("error", () => page.destroy())
      to.on("close", () => page.destroy())
      page.on("close", () => to.destroy())
      page.pipe(to).pipe(page)
    })
    to.once("error", () => (left > 1 ? tryNext(page, left - 1) : page.destroy()))
  }

  await until(`The balancer on port ${port}`, () => accepts(port))
  return {
    name: "a small balancer of our own (haproxy is not installed)",
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const page of open) page.destroy()
      server.close()
    },
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy()
      resolve(true)
    })
    socket.on("error", () => resolve(false))
  })
}

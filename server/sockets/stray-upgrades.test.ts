import { once } from "node:events"
import { mkdtemp, rm } from "node:fs/promises"
import { createServer } from "node:http"
import { type AddressInfo, connect, type Socket } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { Duplex } from "node:stream"

import { afterEach, describe, expect, it } from "vitest"

import { createLiveView, internals } from "../live-view.ts"
import { endStrayUpgrades } from "./stray-upgrades.ts"

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** A server of which a socket asks for another protocol. */
async function ask(path: string, answer: (socket: Duplex) => void = () => undefined) {
  const http = createServer()
  endStrayUpgrades(http, "/socket.io/", 20)
  http.on("upgrade", (_request, socket) => answer(socket))
  await once(http.listen(0, "127.0.0.1"), "listening")
  closers.push(() => http.close())
  const client = asking((http.address() as AddressInfo).port, path)
  const [, server] = (await once(http, "upgrade")) as [unknown, Duplex]
  closers.push(() => server.destroy())
  return { client, server }
}

function asking(port: number, path: string): Socket {
  const client = connect(port, "127.0.0.1").on("error", () => undefined)
  client.write(`GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`)
  closers.push(() => client.destroy())
  return client
}

describe("a socket that asks for another protocol", () => {
  it("is ended where nobody answers", async () => {
    const { server } = await ask("/other")
    await once(server, "close")
  })

  it("stays where a listener has answered, or where Socket.IO will", async () => {
    const answered = await ask("/other", (socket) => socket.write("HTTP/1.1 101 Switching Protocols\r\n\r\n"))
    const own = await ask("/socket.io/?EIO=4")
    const stray = await ask("/other")
    await once(stray.server, "close")
    expect([answered.server.destroyed, own.server.destroyed]).toEqual([false, false])
  })

  it("does not end the process that it breaks off", async () => {
    const dataDir = await mkdtemp(join(tmpdir(), "livetsx-upgrades-"))
    closers.push(() => rm(dataDir, { recursive: true }))
    const live = createLiveView({ host: "127.0.0.1", dataDir, secret: "a secret of thirty-two characters!" })
    const { port } = await live.listen(0)
    closers.push(() => live.close())
    const asked = once(internals(live).io.httpServer, "upgrade")
    const client = asking(port, "/other")
    const [, server] = (await asked) as [unknown, Duplex]
    client.resetAndDestroy()
    const [error] = (await once(server, "error")) as [NodeJS.ErrnoException]
    expect(error.code).toBe("ECONNRESET")
    expect(server.listenerCount("error")).toBeGreaterThan(0)
  })
})

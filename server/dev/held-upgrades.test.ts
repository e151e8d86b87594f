import { createServer, request } from "node:http"
import type { AddressInfo } from "node:net"

import { describe, expect, it, onTestFinished } from "vitest"

import { holdUpgrades } from "./held-upgrades.ts"

/** Asks for an upgrade and gives the protocol that the server answers with. */
function upgrade(port: number, protocol?: string): Promise<string | undefined> {
  const headers = { connection: "Upgrade", upgrade: "websocket", ...(protocol ? { "sec-websocket-protocol": protocol } : {}) }
  return new Promise((resolve, reject) => {
    request({ port, headers })
      .on("upgrade", ({ headers }, socket) => {
        socket.destroy()
        resolve(headers["x-by"]?.toString())
      })
      .on("error", reject)
      .end()
  })
}

async function listening() {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo // It listens on a port.
  return { server, port }
}

const answer = (by: string) => (_request: unknown, socket: { end(text: string): void }) =>
  socket.end(`HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX-By: ${by}\r\n\r\n`)

describe("sockets that connect while the application starts", () => {
  it("wait, and are answered by what listens when they are released", async () => {
    const { server, port } = await listening()
    const release = holdUpgrades(server)
    const held = new Promise((resolve) => server.once("upgrade", resolve))
    const answered = upgrade(port)
    await held
    server.on("upgrade", answer("application"))
    release()
    expect(await answered).toBe("application")
  })

  it("are handed on once", async () => {
    const { server, port } = await listening()
    const release = holdUpgrades(server)
    release()
    let seen = 0
    server.on("upgrade", (...upgrade) => {
      seen += 1
      answer("application")(upgrade[0], upgrade[1])
    })
    await upgrade(port)
    release()
    expect(seen).toBe(1)
  })

  it("are left to Vite where they are its own", async () => {
    const { server, port } = await listening()
    let seen = 0
    server.on("upgrade", (request, socket) => {
      seen += 1
      answer("vite")(request, socket)
    })
    const release = holdUpgrades(server)
    expect(await upgrade(port, "vite-hmr")).toBe("vite")
    release()
    expect(seen).toBe(1)
  })
})

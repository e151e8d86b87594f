import { createServer } from "node:http"

import { describe, expect, it } from "vitest"

import { attachTo } from "./attachment.ts"

describe("what was attached to a server", () => {
  it("leaves nothing behind, and gives back the listeners that it put itself before", () => {
    const own = () => {}
    const server = createServer(own)
    const detach = attachTo(server, (http) => {
      // As engine.io does it.
      http.removeAllListeners("request")
      http.on("request", () => {})
      http.on("upgrade", () => {})
    })
    const later = () => {}
    server.on("upgrade", later)
    detach()
    expect(server.listeners("request")).toEqual([own])
    expect(server.listeners("upgrade")).toEqual([later])
  })
})

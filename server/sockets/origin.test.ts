import type { IncomingMessage } from "node:http"

import { describe, expect, it } from "vitest"

import { isOwnHandshake, isOwnOrigin } from "./origin.ts"

const from = (origin: string | undefined, allowed: string[] = []) =>
  isOwnOrigin({ headers: { host: "shop.example:8080", origin } } as unknown as IncomingMessage, allowed)

describe("isOwnOrigin", () => {
  it("accepts the request's own host, by either scheme", () => {
    expect(from("http://shop.example:8080")).toBe(true)
    expect(from("https://shop.example:8080")).toBe(true)
  })

  it("accepts what the author allows", () => {
    expect(from("https://partner.example", ["https://partner.example"])).toBe(true)
  })

  it.each([
    undefined,
    "null",
    "",
    "http://evil.example",
    "http://shop.example",
    "http://shop.example:8081",
    "http://shop.example:8080.evil.example",
    "http://evil.example#shop.example:8080",
    "http://shop.example:8080@evil.example",
    "http://evil.example/shop.example:8080",
    "file://shop.example:8080",
    "http://shop.example:8080/",
    "http://sub.shop.example:8080",
  ])("refuses %s", (origin) => {
    expect(from(origin)).toBe(false)
  })
})

describe("isOwnHandshake", () => {
  const host = "shop.example:8080"
  const handshake = (headers: IncomingMessage["headers"], method = "GET") =>
    isOwnHandshake({ method, headers: { host, ...headers } } as unknown as IncomingMessage, [])

  it.each([
    { "sec-fetch-site": "same-origin" },
    { "sec-fetch-site": "same-origin", referer: "http://elsewhere.example/" },
    { referer: "http://shop.example:8080/chat?room=1" },
    { origin: "http://shop.example:8080", upgrade: "websocket" },
  ])("accepts %o", (headers) => expect(handshake(headers)).toBe(true))

  it.each([
    {},
    { "sec-fetch-site": "cross-site", referer: "http://shop.example:8080/" },
    { "sec-fetch-site": "same-site" },
    { "sec-fetch-site": "none" },
    { referer: "http://shop.example/" },
    { referer: "http://evil.example/?http://shop.example:8080/" },
    { referer: "shop.example:8080" },
    { origin: "null", "sec-fetch-site": "same-origin" },
    { origin: "http://evil.example", "sec-fetch-site": "same-origin" },
    { upgrade: "websocket", "sec-fetch-site": "same-origin" },
    { upgrade: "websocket", referer: "http://shop.example:8080/" },
  ])("refuses %o", (headers) => expect(handshake(headers)).toBe(false))

  it("wants the Origin of every POST", () => {
    expect(handshake({ "sec-fetch-site": "same-origin" }, "POST")).toBe(false)
    expect(handshake({ origin: "http://shop.example:8080" }, "POST")).toBe(true)
  })
})

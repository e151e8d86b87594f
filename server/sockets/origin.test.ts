import type { IncomingMessage } from "node:http"

import { describe, expect, it } from "vitest"

import { isOwnOrigin } from "./origin.ts"

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

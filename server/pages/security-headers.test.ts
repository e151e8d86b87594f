import express from "express"
import { once } from "node:events"
import { afterEach, describe, expect, it } from "vitest"

import { securityHeaders } from "./security-headers.ts"

const requirement = "require-trusted-types-for 'script'"
let close = () => {}
afterEach(() => close())

describe("trusted types", () => {
  it("are required in production, and in development what would not pass is told of", async () => {
    expect(await policies("production")).toEqual([expect.stringContaining(requirement), null])
    expect(await policies("development")).toEqual([expect.not.stringContaining(requirement), requirement])
  })
})

/** The policy that a page is sent with, and what is only told of. */
async function policies(mode: "development" | "production"): Promise<(string | null)[]> {
  const server = express()
    .use(securityHeaders(mode), (_request, response) => void response.end())
    .listen(0, "127.0.0.1")
  await once(server, "listening")
  close = () => void server.close()
  const address = server.address()
  const { headers } = await fetch(`http://127.0.0.1:${address instanceof Object ? address.port : 0}`)
  close()
  return [headers.get("content-security-policy"), headers.get("content-security-policy-report-only")]
}

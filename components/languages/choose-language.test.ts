import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { afterAll, beforeAll, describe, expect, it } from "vitest"

import { chooseLanguage } from "./choose-language.ts"

const server = createServer((request, response) =>
  chooseLanguage(Object.assign(request, { params: { code: request.url?.slice(1) ?? "" } }), response),
)
let origin = ""

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  origin = `http://127.0.0.1:${addressOf(server.address()).port}`
})

afterAll(() => server.close())

function addressOf(address: ReturnType<typeof server.address>): AddressInfo {
  if (address === null || typeof address === "string") throw new Error("The server does not listen on a port.")
  return address
}

function choose(code: string, referer?: string) {
  return fetch(`${origin}/${code}`, { redirect: "manual", headers: referer === undefined ? {} : { referer } })
}

describe("choosing a language", () => {
  it("keeps the choice and goes back to the page", async () => {
    const { status, headers } = await choose("es", `${origin}/chat/weather?way=on`)
    expect(status).toBe(303)
    expect(headers.get("location")).toBe("/chat/weather?way=on")
    expect(headers.get("set-cookie")).toMatch(/^lang=es; Path=\/;/)
  })

  it("sends nobody to another site", async () => {
    expect((await choose("es", "https://elsewhere.example/trap")).headers.get("location")).toBe("/")
    expect((await choose("es", `${origin}//elsewhere.example`)).headers.get("location")).toBe("/elsewhere.example")
    expect((await choose("es", "nonsense")).headers.get("location")).toBe("/")
  })

  it("keeps no language that there is not", async () => {
    expect((await choose("xx")).headers.get("set-cookie")).toBeNull()
  })
})

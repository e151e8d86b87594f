import { afterEach, beforeEach, describe, expect, it } from "vitest"

import { handler } from "../events/handler.ts"
import { state } from "../events/state.ts"
import { page } from "../pages/page.ts"
import { ROOM_HEADER } from "../protocol.ts"
import { testApp, type TestApp } from "../testing/index.ts"
import { connectDocument, loadDocument } from "./fixtures/wire-page.ts"

const counter = state("counter", () => ({ count: 0 }))
const add = handler("add", { state: counter }, ({ state }) => {
  state.count += 1
  return <output id="count">{state.count}</output>
})
const home = page("/", { state: counter, render: ({ state }) => <output id="count">{state.count}</output> })

let app: TestApp
beforeEach(async () => {
  app = await testApp({
    modules: { "components/kept.tsx": { add, home, secret: page("/secret", () => <p>secret</p>) } },
    printLog: false,
    setUp: ({ express }) => {
      express.use("/secret", (_request, response, next) => {
        response.set("Cache-Control", "no-store")
        next()
      })
    },
  })
})
afterEach(() => app.close())

describe("a document that the browser has kept and shows again", () => {
  it("renders itself anew where another document of its room was patched since", async () => {
    const document = await loadDocument(app.url, "/")
    const first = await connectDocument(document, { auth: { document: "first" } })
    expect(first.heads[0]?.[1]).toBe(true)
    await first.event("add")
    first.close()
    const again = await connectDocument(document, { auth: { document: "again" } })
    expect(again.heads[0]?.[1]).toBe(false)
    again.close()
  })

  it("goes on as it is where nothing was done since, and where it was rendered for the same room again", async () => {
    const document = await loadDocument(app.url, "/")
    const first = await connectDocument(document, { auth: { document: "first" } })
    first.close()
    const again = await connectDocument(document, { auth: { document: "again" } })
    expect(again.heads[0]?.[1]).toBe(true)
    await again.event("add")
    again.close()
    const html = await fetch(`${app.url}/`, { headers: { cookie: document.cookie, [ROOM_HEADER]: document.token } }).then((one) =>
      one.text(),
    )
    expect(html).toContain(">1</output>")
    const shown = /&quot;shown&quot;:&quot;([^&]+)&quot;/.exec(html)?.[1]
    const back = await connectDocument(document, { auth: { document: "back", shown: [shown, 0] } })
    expect(back.heads[0]?.[1]).toBe(true)
    back.close()
  })

  it("is kept by the browser, unless the author's own middleware says otherwise", async () => {
    const kept = await fetch(`${app.url}/`)
    expect(kept.headers.get("cache-control")).toBe("private, no-cache")
    const secret = await fetch(`${app.url}/secret`)
    expect(secret.headers.get("cache-control")).toBe("no-store")
    expect(secret.headers.get(ROOM_HEADER)).toBe("1")
  })
})

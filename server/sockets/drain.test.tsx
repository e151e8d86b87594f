import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest"

import { handler } from "../events/handler.ts"
import { state } from "../events/state.ts"
import { internals } from "../live-view.ts"
import { page } from "../pages/page.ts"
import { openPage, testApp, type TestApp } from "../testing/index.ts"
import { type BuiltNode, buildNode } from "../testing/node-process.ts"
import { startRedis } from "../testing/redis-server.ts"
import { connectDocument, openWire } from "./fixtures/wire-page.ts"

vi.setConfig({ testTimeout: 40_000 })

const counter = state("counter", () => ({ count: 0 }))
let finish: () => void = () => undefined
const modules = {
  "components/home.tsx": {
    add: handler("add", { state: counter }, ({ state }) => {
      state.count += 1
      return <output id="count">{state.count}</output>
    }),
    slow: handler("slow", async () => {
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return <output id="count">slow</output>
    }),
    home: page("/", { state: counter, render: ({ state }) => <output id="count">{state.count}</output> }),
  },
}

const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

async function twoNodes(): Promise<[TestApp, TestApp]> {
  const redis = await startRedis()
  closers.push(() => redis.stop())
  const nodes: [TestApp, TestApp] = [await node(redis.url), await node(redis.url)]
  return nodes
}

async function node(redis?: string): Promise<TestApp> {
  const app = await testApp({ modules, printLog: false, ...(redis ? { redis } : {}) })
  closers.push(() => app.close())
  return app
}

describe("a node that ends while others go on", () => {
  it("tells its pages to go elsewhere, after what they were doing, and leaves the pages of others alone", async () => {
    const [one, other] = await twoNodes()
    const [idle, busy, theirs] = [await openWire(one.url, "/"), await openWire(one.url, "/"), await openWire(other.url, "/")]
    const reply = busy.event("slow")
    await vi.waitFor(async () => expect((await internals(one.live).ready()).site.services.running.count).toBe(1))
    const closed = internals(one.live).close()
    await vi.waitFor(() => expect(idle.instructions).toEqual(["move"]))
    expect(busy.instructions).toEqual([])
    expect((await fetch(`${one.url}/readyz`)).status).toBe(503)
    await expect(connectDocument(idle.document)).rejects.toThrow()
    finish()
    expect(JSON.stringify(await reply)).toContain("slow")
    await vi.waitFor(() => expect(busy.instructions).toEqual(["move"]))
    await closed
    expect([idle.socket.connected, theirs.socket.connected]).toEqual([false, true])
    expect(await theirs.event("add")).toHaveLength(1)
  })

  it("does not write an older state over what its pages did elsewhere, and takes up what they did there", async () => {
    const [one, other] = await twoNodes()
    const wire = await openWire(one.url, "/")
    await wire.event("add")
    wire.close()
    const there = await connectDocument({ ...wire.document, url: other.url }, { auth: { document: "there" } })
    expect(there.heads[0]?.[1]).toBe(true)
    await there.event("add")
    there.close()
    const back = await connectDocument(wire.document, { auth: { document: "back" } })
    expect(await back.event("add")).toEqual([["morph", "count", '<output id="count">3</output>']])
    back.close()
    const last = await connectDocument({ ...wire.document, url: other.url }, { auth: { document: "last" } })
    await last.event("add")
    await internals(one.live).close()
    const { site } = await internals(other.live).ready()
    const again = await site.livePages.find(wire.document.token.split(".")[0] ?? "", "", { headers: {}, ip: "", url: "/" }, "en")
    expect(again?.states.get("counter")).toBe('{"count":4}')
  })
})

describe("a node that ends alone", () => {
  it("begins nothing any more, and what runs is answered", async () => {
    const app = await node()
    const [busy, late] = [await openWire(app.url, "/"), await openWire(app.url, "/")]
    const reply = busy.event("slow")
    await vi.waitFor(async () => expect((await internals(app.live).ready()).site.services.running.count).toBe(1))
    const closed = internals(app.live).close()
    await vi.waitFor(async () => expect(await late.event("add")).toEqual({ code: "busy", retry: 500 }))
    finish()
    expect(await reply).toHaveLength(1)
    await closed
    expect(late.socket.connected).toBe(false)
  })
})

describe("a process without Redis", () => {
  let built: BuiltNode
  let dataDir: string
  beforeAll(async () => {
    ;[built, dataDir] = await Promise.all([buildNode("node.tsx"), mkdtemp(join(tmpdir(), "livetsx-drain-"))])
  }, 60_000)
  afterAll(async () => {
    await built?.remove()
    await rm(dataDir, { recursive: true, force: true })
  })

  it.each([
    ["ends when its time is up, where a handler never does", 1, 0],
    ["ends as it is, where it is told to end a second time", 2, 1],
  ])("%s", async (_, times, code) => {
    const process = await built.start({ HOST: "127.0.0.1", SECRET: "the same at every start, 32 characters", DATA_DIR: dataDir, PORT: "0" })
    closers.push(() => process.kill())
    const page = await openPage(process, "/")
    await page.click("hang")
    await page.waitFor(() => page.exists("[data-liveview-busy]"))
    expect(await process.stop(times)).toBe(code)
  })

  it("that is restarted has its pages back, with their state and session", async () => {
    const environment = { HOST: "127.0.0.1", SECRET: "the same at every start, 32 characters", DATA_DIR: dataDir }
    const first = await built.start({ ...environment, PORT: "0" })
    closers.push(() => first.kill())
    const page = await openPage(first, "/")
    for (const button of ["login", "add", "add"]) {
      await page.click(button)
      await page.settled()
    }
    await first.stop()
    const second = await built.start({ ...environment, PORT: new URL(first.url).port })
    closers.push(() => second.stop())
    await page.waitFor(() => page.connected)
    await page.click("add")
    await page.click("whoami")
    await page.settled()
    expect([page.text("#count"), page.text("#user")]).toEqual(["3", "Ada"])
  })
})

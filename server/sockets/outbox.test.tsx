import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"

import { handler } from "../events/handler.ts"
import { runningLimit } from "../events/running.ts"
import { internals } from "../live-view.ts"
import { page } from "../pages/page.ts"
import { testApp, type TestApp } from "../testing/index.ts"
import { connectDocument, loadDocument, openWire, type WirePage } from "./fixtures/wire-page.ts"
import { outboxLimits } from "./outbox.ts"

vi.setConfig({ testTimeout: 30_000, hookTimeout: 20_000 })

let release: () => void = () => undefined
let waiting = 0
const hold = handler("hold", { concurrent: true }, async () => {
  waiting += 1
  await released
})
let released = Promise.resolve()
const ping = handler("ping", () => undefined)

let app: TestApp
beforeAll(async () => {
  const often = { perSecond: 10_000, burst: 10_000 }
  app = await testApp({
    modules: { "components/a.tsx": { hold, ping, home: page("/", () => <p id="p" />) } },
    limits: { page: often, address: often, handshakes: often },
    metricsToken: "a token for the tests",
    printLog: false,
  })
})
afterAll(() => app.close())

async function metric(name: string): Promise<number> {
  const { site } = await internals(app.live).ready()
  const line = (await site.metrics.text()).split("\n").find((text) => text.startsWith(name))
  return Number(line?.split(" ").at(-1) ?? 0)
}

/** Takes nothing out of its connection any more. */
function stall({ socket }: WirePage): void {
  Reflect.get(Reflect.get(socket.io.engine.transport, "ws"), "_socket").pause()
}

/** Bytes that are not only on their way. */
async function waitingForLong(): Promise<number> {
  if ((await metric("livetsx_output_waiting_bytes")) > 0) await new Promise((resolve) => setTimeout(resolve, 100))
  return metric("livetsx_output_waiting_bytes")
}

/** 60 KB that no compression and no log of ours shortens. */
const much = { target: "#p", html: "x".repeat(60_000) }

describe("a page that does not read", () => {
  it("is cut where too much waits for it, while others go on, and gets what it missed when it comes back", async () => {
    const [stalled, other] = [await openWire(app.url, "/"), await openWire(app.url, "/")]
    const before = await metric('livetsx_cuts_total{reason="too much output"}')
    stall(stalled)
    let sent = 0
    while ((await metric('livetsx_cuts_total{reason="too much output"}')) === before && sent < 1_000) {
      await app.live.broadcast(much)
      sent += 1
      await vi.waitFor(() => expect(other.pushes.length).toBe(sent), { interval: 2 })
      expect(await metric("livetsx_output_waiting_bytes")).toBeLessThan(outboxLimits.bytes + 100_000)
    }
    expect(sent).toBeLessThan(1_000)
    const { epoch, offset } = { epoch: other.pushes.at(-1)?.[1] ?? "", offset: other.pushes.at(-1)?.[2] ?? 0 }
    const back = await connectDocument(stalled.document, {
      auth: { heads: { ...stalled.document.config.heads, "*": `${epoch}:${offset - 2}` } },
    })
    await vi.waitFor(() => expect(back.pushes.map((push) => push[2])).toEqual([offset - 1, offset]))
    expect(back.heads[0]?.[1]).toBe(true)
    stalled.close()
  })

  it("is cut where nothing has left for 5 seconds", async () => {
    const before = await metric('livetsx_cuts_total{reason="stalled output"}')
    const { site } = await internals(app.live).ready()
    const stalled = await openWire(app.url, "/")
    const [room = ""] = stalled.document.token.split(".")
    stall(stalled)
    // The kernel takes some megabytes first; then a little waits here, less than would be too much.
    const live = site.livePages.get(room)
    while ((await waitingForLong()) === 0) await app.live.to(room).send(much)
    expect(await metric("livetsx_output_waiting_bytes")).toBeLessThan(outboxLimits.bytes)
    const from = performance.now()
    await vi.waitFor(() => expect(live?.socket === undefined).toBe(true), { timeout: 10_000 })
    expect(performance.now() - from).toBeGreaterThan(4_000)
    expect(await metric('livetsx_cuts_total{reason="stalled output"}')).toBe(before + 1)
    stalled.close()
  })
})

describe("a process", () => {
  it("runs so many handlers at once and no more: others are asked to try again, and then run", async () => {
    const wires = await Promise.all(Array.from({ length: 6 }, () => openWire(app.url, "/")))
    released = new Promise((resolve) => {
      release = resolve
    })
    waiting = 0
    const held = wires
      .slice(0, 5)
      .flatMap((wire) => Array.from({ length: runningLimit / 5 }, (_, at) => wire.send({ n: at + 1, f: "hold" }, 20_000)))
    await vi.waitFor(() => expect(waiting).toBe(runningLimit), { timeout: 10_000 })
    expect(await metric("livetsx_handlers_running")).toBe(runningLimit)
    expect(await wires[5]?.event("ping")).toMatchObject({ code: "busy", retry: expect.any(Number) })
    release()
    await Promise.all(held)
    expect(await wires[5]?.send({ n: 1, f: "ping" })).toEqual([])
    expect(await metric("livetsx_handlers_running")).toBe(0)
  })

  it("counts what goes in and out, what it refused, and what pages resumed", async () => {
    const [inside, outside] = [await metric('livetsx_bytes_total{direction="in"}'), await metric('livetsx_bytes_total{direction="out"}')]
    const wire = await openWire(app.url, "/")
    await wire.event("ping")
    const sent = JSON.stringify(["e", { n: 1, f: "ping" }]).length
    expect((await metric('livetsx_bytes_total{direction="in"}')) - inside).toBeGreaterThanOrEqual(sent)
    expect(await metric('livetsx_bytes_total{direction="out"}')).toBeGreaterThan(outside)
    expect(await metric('livetsx_resumes_total{outcome="current"}')).toBeGreaterThan(0)
    const document = await loadDocument(app.url, "/")
    const refused = await metric('livetsx_refusals_total{reason="handshake unauthorized"}')
    await expect(connectDocument({ ...document, token: `${document.token.slice(0, -1)}_` })).rejects.toThrow()
    expect(await metric('livetsx_refusals_total{reason="handshake unauthorized"}')).toBe(refused + 1)
  })

  it("shows its metrics to who has the token", async () => {
    const read = (token: string) => fetch(`${app.url}/metrics`, { headers: { authorization: `Bearer ${token}` } })
    expect((await read("a token for the tests")).status).toBe(200)
    expect((await read("another")).status).toBe(404)
  })
})

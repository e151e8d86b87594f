import { once } from "node:events"
import { createServer, type Server } from "node:http"

import express from "express"
import { afterEach, describe, expect, it } from "vitest"

import { healthRoutes, type Health } from "./health.ts"
import { createMetrics, type Metrics } from "./metrics.ts"

const servers: Server[] = []
const measured: Metrics[] = []

afterEach(() => {
  for (const server of servers.splice(0)) server.close()
  for (const metrics of measured.splice(0)) metrics.close()
})

function metricsOfTest(): Metrics {
  const metrics = createMetrics()
  measured.push(metrics)
  return metrics
}

async function serve(health: Partial<Health> = {}, trustProxy: string | false = false) {
  const app = express().set("trust proxy", trustProxy)
  app.use(healthRoutes({ ready: () => true, metrics: metricsOfTest(), ...health }))
  const server = createServer(app).listen(0, "127.0.0.1")
  servers.push(server)
  await once(server, "listening")
  const address = server.address()
  const port = typeof address === "object" && address ? address.port : 0
  return (path: string, headers: Record<string, string> = {}) => fetch(`http://127.0.0.1:${port}${path}`, { headers })
}

describe("health", () => {
  it("is well while the process answers, ready or not", async () => {
    const get = await serve({ ready: () => "draining" })
    expect((await get("/healthz")).status).toBe(200)
    const ready = await get("/readyz")
    expect([ready.status, await ready.text()]).toEqual([503, "draining"])
  })

  it("is ready when it takes visitors", async () => {
    const state = { ready: true }
    const get = await serve({ ready: () => state.ready })
    expect((await get("/readyz")).status).toBe(200)
    state.ready = false
    expect((await get("/readyz")).status).toBe(503)
  })

  it("is not for a cache", async () => {
    const get = await serve()
    for (const path of ["/healthz", "/readyz", "/metrics"]) expect((await get(path)).headers.get("cache-control")).toBe("no-store")
  })
})

describe("metrics", () => {
  it("count events by handler and outcome, their times, bytes, resumes, instructions and refusals", async () => {
    const metrics = metricsOfTest()
    metrics.eventEnded({ function: "add", outcome: "ok", milliseconds: 3 })
    metrics.eventEnded({ function: "add", outcome: "invalid", milliseconds: 0.2 })
    metrics.transferred("out", 45)
    metrics.resumed("replayed")
    metrics.instructed("refresh")
    metrics.refused("origin")
    const lines = (await metrics.text()).split("\n")
    for (const line of [
      'livetsx_events_total{handler="add",outcome="ok"} 1',
      'livetsx_events_total{handler="add",outcome="invalid"} 1',
      'livetsx_event_seconds_bucket{le="0.005",handler="add"} 2',
      'livetsx_bytes_total{direction="out"} 45',
      'livetsx_resumes_total{outcome="replayed"} 1',
      'livetsx_instructions_total{instruction="refresh"} 1',
      'livetsx_refusals_total{reason="origin"} 1',
    ])
      expect(lines).toContain(line)
    metrics.transferred("out", 5)
    expect(await metrics.text()).toContain('livetsx_bytes_total{direction="out"} 50\n')
    expect(lines.join("\n")).toMatch(/livetsx_event_loop_delay_seconds\{quantile="0.99"\} [\d.e-]+/)
    expect(lines.join("\n")).toMatch(/livetsx_memory_bytes\{kind="rss"\} \d+/)
  })

  it("read sockets and queues when they are asked for", async () => {
    const metrics = metricsOfTest()
    const queue: number[] = []
    metrics.watch({ waiting_events: () => queue.length })
    expect(await metrics.text()).toContain("livetsx_waiting_events 0")
    queue.push(1, 2)
    expect(await metrics.text()).toContain("livetsx_waiting_events 2")
  })

  it("of two servers in one process are apart", async () => {
    const [one, other] = [metricsOfTest(), metricsOfTest()]
    one.refused("origin")
    expect(await other.text()).not.toContain('reason="origin"')
  })

  it("are read from the private network, and through a proxy by who is there", async () => {
    const direct = await serve()
    expect((await direct("/metrics")).headers.get("content-type")).toContain("text/plain")
    expect((await direct("/metrics", { "x-forwarded-for": "127.0.0.1" })).status).toBe(404)
    const proxied = await serve({}, "loopback")
    expect((await proxied("/metrics", { "x-forwarded-for": "8.8.8.8" })).status).toBe(404)
    expect((await proxied("/metrics", { "x-forwarded-for": "10.0.0.7" })).status).toBe(200)
  })

  it("are read from anywhere by who has the token", async () => {
    const get = await serve({ token: "a token" }, "loopback")
    const from = { "x-forwarded-for": "8.8.8.8" }
    expect((await get("/metrics", { ...from, authorization: "Bearer a token" })).status).toBe(200)
    expect((await get("/metrics", { ...from, authorization: "Bearer another" })).status).toBe(404)
    expect((await get("/metrics", from)).status).toBe(404)
  })
})

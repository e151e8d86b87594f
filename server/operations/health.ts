import { timingSafeEqual } from "node:crypto"

import { Router, type Request, type RequestHandler, type Response } from "express"

import type { Metrics } from "./metrics.ts"
import { isPrivate } from "./network.ts"

export interface Health {
  /** Whether new visitors should be sent here, or why not. */
  ready: () => boolean | string
  metrics: Metrics
  /** Who sends it as a bearer token may read the metrics from anywhere. */
  token?: string | undefined
}

/** `/healthz`: the process answers. `/readyz`: it takes visitors. `/metrics`: for Prometheus, and since it names handlers for the private network only. */
export function healthRoutes(health: Health): RequestHandler {
  const routes = Router()
    .get("/healthz", (_request, response) => answer(response, 200, "ok"))
    .get("/readyz", (_request, response) => {
      const ready = health.ready()
      answer(response, ready === true ? 200 : 503, ready === true ? "ready" : ready || "not ready")
    })
    .get("/metrics", async (request, response, next) => {
      if (!mayRead(request, health.token)) return next()
      response.set({ "Content-Type": health.metrics.contentType, "Cache-Control": "no-store" }).send(await health.metrics.text())
    })
  return (request, response, next) => (paths.test(request.path) ? routes(request, response, next) : next())
}

const paths = /^\/(?:healthz|readyz|metrics)\/?$/i

function answer(response: Response, status: number, text: string): void {
  response.status(status).set("Cache-Control", "no-store").type("text/plain").send(text)
}

function mayRead(request: Request, token: string | undefined): boolean {
  const given = request.headers.authorization
  if (token && given !== undefined) return same(given, `Bearer ${token}`)
  return isPrivate(request.ip ?? "") && !hidesVisitor(request)
}

/** A proxy that the application was not told of speaks for everyone, and its own address says nothing. */
function hidesVisitor(request: Request): boolean {
  const forwarded = request.headers["x-forwarded-for"] ?? request.headers.forwarded
  return forwarded !== undefined && request.ip === request.socket.remoteAddress
}

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)]
  return one.length === other.length && timingSafeEqual(one, other)
}

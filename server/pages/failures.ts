import { randomBytes } from "node:crypto"

import type { ErrorRequestHandler, Request, RequestHandler, Response } from "express"

import { negotiate } from "../languages/negotiate.ts"
import type { Page } from "./page.ts"
import { servePage } from "./routes.ts"
import type { Site } from "./site.ts"
import { errorPage, notFoundPage } from "./status-pages.tsx"

/** Answers what nothing else answered. */
export function notFoundRoute(site: Site): RequestHandler {
  return (request, response) => {
    // Every browser asks for one by itself: an application without has made no mistake.
    if (request.path === "/favicon.ico") return void response.status(204).end()
    return answer(
      site,
      request,
      response,
      404,
      notFoundPage(langOf(site, request), site.services.mode === "development" ? site.table.paths : []),
    )
  }
}

/** Answers where a page or a route of the author's threw: a reference for the visitor, the error in the log. */
export function errorRoute(site: Site): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    // What was answered already is not taken back: it was the session that could not be kept.
    if (response.writableEnded) return site.services.logger.error({ err: error, path: request.path }, "a session was not kept")
    if (response.headersSent) return next(error)
    const status = statusOf(site, error)
    if (status < 500) return answer(site, request, response, status, notFoundPage(langOf(site, request)))
    const reference = randomBytes(4).toString("hex")
    site.services.logger.error({ err: error, path: request.path, reference }, `${request.method} ${request.path} failed`)
    site.services.authorFailed(error, `page ${request.path}`)
    if (status === 503) response.set("Retry-After", "1")
    return answer(site, request, response, status, errorPage(langOf(site, request), reference))
  }
}

/** Express's own errors (a malformed path or body) say which status they mean. Without the stores it is not the page's fault: the browser comes again. */
function statusOf(site: Site, error: unknown): number {
  const status = typeof error === "object" && error !== null && "status" in error ? Number(error.status) : 0
  if (status >= 400 && status < 600) return status
  return site.storesAnswer() ? 500 : 503
}

function langOf(site: Site, request: Request): string {
  return negotiate(site.languages, undefined, request.headers["accept-language"])
}

/** In the application's layout where it renders, as plain text where it does not, or where no document was asked for. */
async function answer(site: Site, request: Request, response: Response, status: number, page: Page): Promise<void> {
  const text = `${status}\n`
  if (!request.accepts("html") || !request.session) return void response.status(status).type("text").send(text)
  try {
    await servePage(site, { page, params: {} }, request, response, { status })
  } catch (error) {
    site.services.logger.error({ err: error }, "the layout could not be rendered")
    response.status(status).type("text").send(text)
  }
}

import express, { type NextFunction, type Request, type RequestHandler, type Response } from "express"

import type { Assembled } from "./assemble.ts"
import type { Live } from "./live-view.ts"
import { errorRoute, notFoundRoute } from "./pages/failures.ts"
import { pageRoutes } from "./pages/routes.ts"

type Pick = (assembled: Assembled) => RequestHandler

/** What every request passes before the author's routes: health, headers, assets, session, uploads. */
export function firstRoutes(live: Live): void {
  live.express.use(late(live, ({ health }) => health))
  live.express.use(late(live, ({ headers }) => headers))
  live.express.use(late(live, ({ assets }) => assets))
  live.express.use(late(live, ({ site }) => site.sessions.middleware))
  live.express.use(late(live, ({ uploads }) => uploads))
}

/** What comes after the author's routes: the pages, and answers to what nothing else answered. */
export function failureRoutes(live: Live): void {
  live.express.use(late(live, ({ site }) => pageRoutes(site)))
  live.express.use(late(live, ({ site }) => notFoundRoute(site)))
  live.express.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    live.ready().then(({ site }) => errorRoute(site)(error, request, response, next), next)
  })
}

/** A route that is there before what it needs is. */
function late(live: Live, pick: Pick): RequestHandler {
  let found: RequestHandler | undefined
  return async (request, response, next) => {
    found ??= pick(await live.ready())
    return found(request, response, next)
  }
}

/** The browser's files. Their names change with their content. */
export function assetRoutes(directory: string | undefined): RequestHandler {
  if (!directory) return (_request, _response, next) => next()
  return express.static(directory, {
    index: false,
    redirect: false,
    dotfiles: "ignore",
    setHeaders: (response, path) => {
      response.setHeader("Cache-Control", /[\\/]assets[\\/]/.test(path) ? "public, max-age=31536000, immutable" : "public, max-age=0")
    },
  })
}

import type { NextFunction, Request, RequestHandler, Response } from "express"

import type { Assembled, Host } from "./host.ts"
import { errorRoute, notFoundRoute } from "./pages/failures.ts"
import { formRoute } from "./pages/form-route.ts"
import { pageRoutes } from "./pages/routes.ts"

type Pick = (assembled: Assembled) => RequestHandler

/** What every request passes before the author's routes: health, headers, assets, session, uploads. */
export function firstRoutes(host: Host): void {
  host.express.use(late(host, ({ health }) => health))
  host.express.use(late(host, ({ headers }) => headers))
  host.express.use(late(host, ({ assets }) => assets))
  host.express.use(late(host, ({ site }) => site.sessions.middleware))
  host.express.use(late(host, ({ uploads }) => uploads))
}

/** What comes after the author's routes: the pages, the forms that are sent to them without script, and answers to what nothing else answered. */
export function lastRoutes(host: Host): void {
  host.express.use(late(host, ({ site }) => pageRoutes(site)))
  host.express.use(late(host, ({ site }) => formRoute(site)))
  host.express.use(late(host, ({ site }) => notFoundRoute(site)))
  host.express.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    host.ready().then(({ site }) => errorRoute(site)(error, request, response, next), next)
  })
}

/** A route that is there before what it needs is. */
function late(host: Host, pick: Pick): RequestHandler {
  let found: RequestHandler | undefined
  return (request, response, next) => {
    if (found) return found(request, response, next)
    return host.ready().then((assembled) => {
      found ??= pick(assembled)
      return found(request, response, next)
    })
  }
}

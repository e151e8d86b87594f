import type { Request, RequestHandler } from "express"

import { isOwnOrigin } from "../sockets/origin.ts"
import { readFormAction } from "./form-action.ts"
import { answerForm } from "./form-answer.ts"
import { FormSubmission } from "./form-submission.ts"
import type { Site } from "./site.ts"

/** Takes the forms of pages that are sent without script: the handler runs as for an event, and the whole page is the answer. */
export function formRoute(site: Site): RequestHandler {
  return async (request, response, next) => {
    const action = request.method === "POST" ? readFormAction(request.originalUrl) : undefined
    const matched = action && site.table.find(request.path)
    if (!action || !matched) return next()
    if (!isFromHere(site, request)) {
      site.metrics.refused("form origin")
      return void response.status(403).type("text").send("403\n")
    }
    const submission = new FormSubmission(site, action, matched, request, response)
    await answerForm(submission, await submission.run())
  }
}

/** As a handshake; and where a browser says so itself, not from a page of another site that has our host by another scheme. */
function isFromHere({ origins }: Site, request: Request): boolean {
  const isForeign = request.get("sec-fetch-site") === "cross-site" && !origins.includes(request.get("origin") ?? "")
  return isOwnOrigin(request, origins) && !isForeign
}

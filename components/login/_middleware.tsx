import type { Middleware } from "livetsx"
import { Update } from "livetsx"

import { recordCall } from "./calls.ts"
import "./session.ts"

/** Handlers that only run for somebody who has logged in. */
const guarded = new Set(["read_log", "account:retitle"])

/** Runs first: it sees the calls that the next middleware refuses, too. */
export const recordCalls: Middleware = async ({ function: name, session }, next) => {
  if (!guarded.has(name)) return next()
  recordCall(name, session.user ?? "a visitor", session.user ? "ran" : "refused")
  return next()
}

/** Not calling `next` cancels the handler; what is returned is shown instead. */
export const requireLogin: Middleware = async ({ function: name, session }, next) => {
  if (!guarded.has(name) || session.user) return next()
  return (
    <Update target="#error">
      <p class="notice refused">You must be logged in</p>
    </Update>
  )
}

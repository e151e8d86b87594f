import { randomUUID } from "node:crypto"
import type { SessionData } from "livetsx"

declare module "livetsx" {
  interface SessionData {
    /** Name of the user who has logged in. */
    user?: string
    /** Stands for a visitor who has no name: whose letters are whose. */
    visitor?: string
  }
}

/** The visitor's own key, made when it is first asked for. */
export function visitorOf(session: SessionData): string {
  session.visitor ??= randomUUID()
  return session.visitor
}

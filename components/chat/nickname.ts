import { randomInt } from "node:crypto"
import type { SessionData } from "livetsx"

declare module "livetsx" {
  interface SessionData {
    /** Name on the visitor's messages. */
    nickname?: string
  }

  interface PresenceInfo {
    name?: string
  }
}

/** The visitor's name; a number until they choose one. */
export function nicknameOf(session: SessionData): string {
  session.nickname ??= `Visitor ${randomInt(1000, 10_000)}`
  return session.nickname
}

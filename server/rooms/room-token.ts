import { createHmac, randomUUID, timingSafeEqual } from "node:crypto"

/** A token is renewed each time its page is rendered; one that is older than this, in milliseconds, makes its page render again. */
export const tokenLifetime = 24 * 60 * 60_000

/** `age`: milliseconds since its page was rendered. */
export type VerifiedRoom = { room: string; age: number } | { refused: "malformed" | "forged" | "expired" }

/** A room of its own for one page: a random UUID. */
export function newRoom(): string {
  return randomUUID()
}

/** The token of `data-room`: the room, when it was issued, and a signature that holds only with this session. The first secret signs. */
export function signRoom(room: string, sessionId: string, secrets: string[], now = Date.now()): string {
  const [secret] = secrets
  if (!secret) throw new Error("Rooms are signed with a secret; the list of secrets is empty.")
  const claim = `${room}.${Math.floor(now).toString(36)}`
  return `${claim}.${signature(claim, sessionId, secret)}`
}

/** The room of a token, or why it is refused. Any of the secrets may have signed it, so that secrets rotate. Never throws. */
export function verifyRoom(token: unknown, sessionId: string, secrets: string[], now = Date.now()): VerifiedRoom {
  const parts = typeof token === "string" && token.length <= longest ? shape.exec(token) : null
  if (!parts) return { refused: "malformed" }
  const [, room = "", issued = "", signed = ""] = parts
  if (!secrets.some((secret) => secret !== "" && same(signed, signature(`${room}.${issued}`, sessionId, secret))))
    return { refused: "forged" }
  // The clocks of two machines differ: a token from the future is as good as one from as far in the past.
  const age = now - Number.parseInt(issued, 36)
  return Math.abs(age) <= tokenLifetime ? { room, age } : { refused: "expired" }
}

const shape = /^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\.([0-9a-z]{1,11})\.([\w-]{43})$/
const longest = 36 + 1 + 11 + 1 + 43

/** The purpose is part of what is signed: the secret signs cookies too, and neither signature may pass for the other. */
function signature(claim: string, sessionId: string, secret: string): string {
  return createHmac("sha256", secret).update(`livetsx room\n${claim}\n${sessionId}`).digest("base64url")
}

/** As texts: several base64url texts stand for the same bytes. */
function same(given: string, expected: string): boolean {
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected))
}

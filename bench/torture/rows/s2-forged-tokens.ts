import { createHmac, randomBytes, randomUUID } from "node:crypto"

import { attempt, attempts, authOf, visit } from "../stage/attack.ts"
import { finding, type Row } from "../stage/row.ts"
import { count } from "./reading.ts"

/** Tokens that were made up, altered, taken from others, or signed with another secret. */
export const forgedTokens: Row = {
  promise: "100,000 forged tokens",
  target: "0 joins",
  guard: { what: "the look at the signature", in: "server", cuts: [[/return \{ refused: "forged" \}/, ""]] },
  async run(stage, short) {
    const tokens = short ? 300 : 100_000
    const node = await stage.node()
    const [mine, victim] = [await visit(node.url), await visit(node.url)]
    const shared = { url: node.url, origin: node.url, cookie: mine.cookie }
    const outcomes = await attempts(tokens, 32, (index) => ({
      ...shared,
      auth: { ...authOf(mine), token: forgeries[index % forgeries.length]?.(mine.token, victim.token) },
    }))
    const own = await attempt({ ...shared, auth: authOf(mine) })
    own.close()
    const joined = outcomes.accepted ?? 0
    return finding(`${count(tokens)} forged: ${JSON.stringify(outcomes)}; a real one: ${own.outcome}`, {
      "no forged token joins a room": joined === 0,
      "every one was looked at and refused": Object.entries(outcomes).every(([outcome]) => outcome.startsWith("refused ")),
      "a real token joins": own.outcome === "accepted",
    })
  },
}

/** Each makes a token from the attacker's own and a victim's. */
const forgeries: ((mine: string, victim: string) => unknown)[] = [
  (_, victim) => victim,
  (mine, victim) => [victim.split(".")[0], ...mine.split(".").slice(1)].join("."),
  (mine, victim) => [...victim.split(".").slice(0, 2), mine.split(".")[2]].join("."),
  () => `${randomUUID()}.${Date.now().toString(36)}.${randomBytes(32).toString("base64url")}`,
  (mine) => altered(mine),
  (_, victim) => altered(victim),
  (mine) => `${mine.slice(0, 36)}.${(Date.now() + 1_000_000).toString(36)}.${mine.split(".")[2]}`,
  (_, victim) => signedWith("", victim),
  (_, victim) => signedWith("a secret that somebody has guessed, 32 long", victim),
  (_, victim) => victim.slice(0, -1),
  (_, victim) => `${victim}.${victim}`,
  (_, victim) => victim.toUpperCase(),
  () => "",
  () => null,
  () => ["token"],
  () => ({ toString: "token" }),
  () => "x".repeat(201),
]

/** One character is another. */
function altered(token: string): string {
  const at = Math.floor(Math.random() * token.length)
  const other = token[at] === "a" ? "b" : "a"
  return token.slice(0, at) + other + token.slice(at + 1)
}

function signedWith(secret: string, token: string): string {
  const claim = token.split(".").slice(0, 2).join(".")
  return `${claim}.${createHmac("sha256", secret).update(claim).digest("base64url")}`
}

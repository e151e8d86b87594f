import type { Heads, Patch, Refusal } from "../../../server/protocol.ts"

/** The server under test writes what PROTOCOL.md says; what it does not is seen by what is judged. */
export function asPush(content: unknown[]): [room: string, epoch: string, offset: number, patches: Patch[]] {
  return content as [string, string, number, Patch[]]
}

/** As above. */
export function asHeads(heads: unknown): Heads {
  return heads as Heads
}

/** As above; undefined where there was no answer. */
export function asReply(answer: unknown): Patch[] | Refusal | undefined {
  return answer as Patch[] | Refusal | undefined
}

/** A token begins with the UUID of its room. */
export function roomOf(token: string): string {
  return token.split(".", 1)[0] ?? ""
}

import type { Reply } from "../protocol.ts"

/** The reply of an event; "refresh" where it was run before and its reply was too large to keep: the page must render itself again. */
export type Claimed = Reply | "refresh"

export interface ClaimOptions {
  /** The work may be run again when the node that ran it has died in the middle. */
  idempotent: boolean
}

/**
 * Runs the work of an event once, however often and wherever the event arrives.
 * While it runs here, the same id gets the same promise; elsewhere, it waits. Afterwards it gets the reply that was kept.
 * Work that rejects counts as not done: its claim is given back.
 */
export interface Claims {
  run(eventId: string, options: ClaimOptions, work: () => Promise<Reply>): Promise<Claimed>
  close(): Promise<void>
}

/** How long replies are kept, in milliseconds, and how large they may be, in bytes of JSON. */
export const claimLimits = { age: 300_000, bytes: 32_000 } as const

/** What is kept of a reply: its JSON, or that it was too large. */
export function kept(reply: Claimed): string {
  if (isSurelyTooLarge(reply)) return JSON.stringify("refresh")
  const json = JSON.stringify(reply)
  return Buffer.byteLength(json) > claimLimits.bytes ? JSON.stringify("refresh") : json
}

/** A long list of rows is not written out only to find that it is too long. */
function isSurelyTooLarge(reply: Claimed): boolean {
  return Array.isArray(reply) && reply.some((patch) => patch.some((part) => typeof part === "string" && part.length > claimLimits.bytes))
}

/** The reply in a stored text. */
export function claimedOf(json: string): Claimed {
  return JSON.parse(json) as Claimed // Nothing but what `kept` made is stored.
}

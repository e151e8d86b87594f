import { limits } from "../server/protocol.ts"

/** What the envelope, the number and the address may add to what is measured here. */
const envelope = 4_000

/** Does an event fit the wire? One that does not would close the socket without a reason, again and again. */
export function fitsWire(value: unknown): boolean {
  return keysWithin(value, 0) <= limits.keys && new TextEncoder().encode(JSON.stringify(value)).length <= limits.frame - envelope
}

/** The number of keys, or infinity where values are nested too deeply: JSON.stringify itself fails on those. */
function keysWithin(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null) return 0
  if (depth >= limits.depth) return Number.POSITIVE_INFINITY
  const values: unknown[] = Object.values(value)
  return values.reduce<number>((sum, inner) => sum + keysWithin(inner, depth + 1), values.length)
}

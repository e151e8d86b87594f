import { limits } from "../server/protocol.ts"

/** What the envelope and the fields that are filled in later may add, in bytes and in keys. */
const later = { bytes: 4_000, keys: 4 }

/** Does an event fit the wire? One that does not would close the socket without a reason, again and again. */
export function fitsWire(value: unknown): boolean {
  return keysWithin(value, 0) <= limits.keys - later.keys && isWithin(JSON.stringify(value), limits.frame - later.bytes)
}

/** UTF-8 takes at most three bytes for what counts as one in a string: nearly always that is known without encoding it. */
function isWithin(text: string, bytes: number): boolean {
  return text.length * 3 <= bytes || new TextEncoder().encode(text).length <= bytes
}

/** The number of keys, or infinity where values are nested too deeply: JSON.stringify itself fails on those. */
function keysWithin(value: unknown, depth: number): number {
  if (typeof value !== "object" || value === null) return 0
  if (depth >= limits.depth) return Number.POSITIVE_INFINITY
  const values: unknown[] = Object.values(value)
  return values.reduce<number>((sum, inner) => sum + keysWithin(inner, depth + 1), values.length)
}

import { BoundedMap } from "../operations/bounded-map.ts"
import type { Patch } from "../protocol.ts"

/** Characters from which on markup is worth being looked up. */
const shortest = 1_000
/** Milliseconds for which markup is remembered that nobody may be shown any more. */
const lifetime = 60_000

/** Markup that was rendered lately, by its length: what has another's length by chance is only not found. */
const recent = new BoundedMap<string>({ count: 1_000, bytes: 16_000_000 })

/** The same patches; markup that other pages have just been shown too is the same string for all of them. */
export function inOneCopy(patches: Patch[]): Patch[] {
  return patches.map(withOneCopy)
}

function withOneCopy(patch: Patch): Patch {
  if (patch[0] === "morph") return ["morph", patch[1], oneCopy(patch[2])]
  return patch[0] === "body" ? ["body", oneCopy(patch[1])] : patch
}

function oneCopy(html: string): string {
  if (html.length < shortest) return html
  const key = String(html.length)
  const found = recent.get(key)
  if (found === html) return found
  recent.set(key, html, lifetime, html.length)
  return html
}

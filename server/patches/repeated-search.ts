import { sameEnds } from "./same-ends.ts"

/** Shorter markup is searched as fast as it is compared. */
const shortest = 32_000
const mostHeld = 12

/**
 * Long markup in which a text was not found, by the text and how the markup begins; the latest at the end. Long lists are rendered again and again,
 * and comparing two is twenty times as fast as searching one.
 */
const without = new Map<string, string>()

/** What `html.includes(text)` says. */
export function includes(html: string, text: string): boolean {
  if (html.length < shortest) return html.includes(text)
  const key = text + html.slice(0, 100)
  const before = without.get(key)
  const isFound = before === undefined ? html.includes(text) : includesSince(before, html, text)
  without.delete(key)
  if (!isFound) without.set(key, html)
  for (const oldest of without.keys()) {
    if (without.size <= mostHeld) break
    without.delete(oldest)
  }
  return isFound
}

/** What was not in the markup before can only be where that has changed, or reach into it. */
function includesSince(before: string, html: string, text: string): boolean {
  const same = sameEnds(before, html)
  return html.slice(Math.max(0, same.start - text.length), html.length - same.end + text.length).includes(text)
}

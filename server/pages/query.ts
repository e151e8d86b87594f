import { parsedAddress } from "./address.ts"
import { pageAddress } from "./form-action.ts"

/** The query of a page's address: a list where a name comes several times. */
export function queryOf(url: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const [name, value] of new URLSearchParams(parsedAddress(pageAddress(url)).query)) {
    const before = Object.hasOwn(query, name) ? query[name] : undefined
    // An address may hold thousands of values of one name: none is copied again with each.
    if (Array.isArray(before)) before.push(value)
    else query[name] = before === undefined ? value : [before, value]
  }
  return query
}

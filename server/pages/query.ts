import { parsedAddress } from "./address.ts"
import { pageAddress } from "./form-action.ts"

/** The query of a page's address: a list where a name comes several times. */
export function queryOf(url: string): Record<string, string | string[]> {
  const query: Record<string, string | string[]> = {}
  for (const [name, value] of new URLSearchParams(parsedAddress(pageAddress(url)).query)) {
    const before = Object.hasOwn(query, name) ? query[name] : undefined
    query[name] = before === undefined ? value : [before, value].flat()
  }
  return query
}

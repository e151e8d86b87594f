import { match, type MatchFunction } from "path-to-regexp"

import type { Page } from "./page.ts"

export interface MatchedPage {
  page: Page
  params: Record<string, string>
}

/** The pages of an application, found by path. */
export class PageTable {
  readonly #entries: { page: Page; matches: MatchFunction<Record<string, string | string[]>> }[]

  /** A path whose parts are given goes before one with parameters, whatever the order of the files. */
  constructor(pages: Page[] = []) {
    this.#entries = [...pages].sort((a, b) => compare(a.path, b.path)).map((page) => ({ page, matches: matcher(page) }))
  }

  /** In the order in which they are tried. */
  get paths(): string[] {
    return this.#entries.map(({ page }) => page.path)
  }

  find(pathname: string): MatchedPage | undefined {
    for (const { page, matches } of this.#entries) {
      const found = matches(pathname)
      if (found) return { page, params: joined(found.params) }
    }
    return undefined
  }
}

function matcher(page: Page): MatchFunction<Record<string, string | string[]>> {
  return match<Record<string, string | string[]>>(page.path, { decode: decoded })
}

/** What is not encoded as it should be is taken as it is: whoever types an address must not bring about an error. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A wildcard's parts are given as one text. */
function joined(params: Record<string, string | string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, Array.isArray(value) ? value.join("/") : value]))
}

function compare(a: string, b: string): number {
  const [left, right] = [a.split("/"), b.split("/")]
  for (const [index, part] of left.entries()) {
    const difference = rank(part) - rank(right[index])
    if (difference) return difference
  }
  return left.length - right.length
}

/** Given parts, then parameters, then wildcards. */
function rank(part: string | undefined): number {
  if (part === undefined) return 0
  return part.includes("*") ? 3 : /[:{]/.test(part) ? 2 : 1
}

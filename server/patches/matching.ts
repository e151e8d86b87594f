import { type HtmlNode, keyOf, outerHtml } from "./html-tree.ts"
import { longestIncreasing } from "./increasing.ts"

/** For each child after, the child before that becomes it (by position), or -1: it is new. */
export type Sources = number[]

/**
 * Which child becomes which: by id or key; those without, by equal markup, then by position among their kind.
 * What is left over at the same place takes that place, where neither has a key.
 */
export function matched(before: readonly HtmlNode[], after: readonly HtmlNode[]): Sources {
  const matching = new Matching(before, after)
  matching.byKey()
  matching.byMarkup()
  matching.withoutCrossing()
  matching.byPosition((one, other) => one.kind === other.kind && one.tag === other.tag)
  matching.byPosition(() => true)
  return matching.sources
}

class Matching {
  readonly sources: Sources
  readonly #before: readonly HtmlNode[]
  readonly #after: readonly HtmlNode[]
  readonly #beforeKeys: (string | undefined)[]
  readonly #afterKeys: (string | undefined)[]
  readonly #taken: boolean[]

  constructor(before: readonly HtmlNode[], after: readonly HtmlNode[]) {
    this.#before = before
    this.#after = after
    this.#beforeKeys = uniqueKeys(before)
    this.#afterKeys = uniqueKeys(after)
    this.#taken = before.map(() => false)
    this.sources = after.map(() => -1)
  }

  byKey(): void {
    const places = new Map(this.#beforeKeys.map((key, index) => [key, index]))
    this.#afterKeys.forEach((key, index) => {
      const source = key === undefined ? undefined : places.get(key)
      if (source !== undefined && this.#before[source]?.tag === this.#after[index]?.tag) this.#match(source, index)
    })
  }

  byMarkup(): void {
    const places = new Map<string, number[]>()
    this.#before.forEach((node, index) => {
      if (this.#beforeKeys[index] !== undefined) return
      const html = outerHtml(node)
      const same = places.get(html)
      if (same) same.push(index)
      else places.set(html, [index])
    })
    for (const same of places.values()) same.reverse()
    this.#after.forEach((node, index) => {
      const source = this.#afterKeys[index] === undefined ? places.get(outerHtml(node))?.pop() : undefined
      if (source !== undefined) this.#match(source, index)
    })
  }

  /** Only what has a key moves. */
  withoutCrossing(): void {
    const indexes = this.#matchedIndexes()
    const staying = longestIncreasing(indexes.map((index) => this.sources[index] ?? 0))
    indexes.forEach((index, position) => {
      if (staying.has(position) || this.#afterKeys[index] !== undefined) return
      this.#taken[this.sources[index] ?? 0] = false
      this.sources[index] = -1
    })
  }

  /** Between two neighbours that stay, what has no key and is not matched, in order. */
  byPosition(fits: (before: HtmlNode, after: HtmlNode) => boolean): void {
    const limits = this.#limits()
    let source = 0
    this.#after.forEach((node, index) => {
      source = Math.max(source, (limits.floor[index] ?? -1) + 1)
      if (this.sources[index] !== -1 || this.#afterKeys[index] !== undefined) return
      for (let candidate = source; candidate < (limits.ceiling[index] ?? 0); candidate++) {
        const other = this.#before[candidate]
        if (!other || this.#taken[candidate] || this.#beforeKeys[candidate] !== undefined || !fits(other, node)) continue
        this.#match(candidate, index)
        source = candidate + 1
        return
      }
    })
  }

  /** For each child after: the nearest source that stays on its left, and on its right. */
  #limits(): { floor: number[]; ceiling: number[] } {
    const indexes = this.#matchedIndexes()
    const staying = longestIncreasing(indexes.map((index) => this.sources[index] ?? 0))
    const stays = new Set(indexes.filter((_, position) => staying.has(position)))
    const floor: number[] = []
    const ceiling: number[] = []
    let last = -1
    this.sources.forEach((source, index) => {
      if (stays.has(index)) last = source
      floor[index] = last
    })
    last = this.#before.length
    for (let index = this.sources.length - 1; index >= 0; index--) {
      if (stays.has(index)) last = this.sources[index] ?? last
      ceiling[index] = last
    }
    return { floor, ceiling }
  }

  #matchedIndexes(): number[] {
    return this.sources.flatMap((source, index) => (source === -1 ? [] : [index]))
  }

  #match(source: number, index: number): void {
    this.sources[index] = source
    this.#taken[source] = true
  }
}

/** A key that two siblings have is none. */
function uniqueKeys(nodes: readonly HtmlNode[]): (string | undefined)[] {
  const keys = nodes.map(keyOf)
  const seen = new Set<string>()
  const twice = new Set<string>()
  for (const key of keys) if (key !== undefined) (seen.has(key) ? twice : seen).add(key)
  return twice.size === 0 ? keys : keys.map((key) => (key !== undefined && twice.has(key) ? undefined : key))
}

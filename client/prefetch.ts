import type { Clock } from "./clock.ts"
import type { Fetched } from "./fetch-document.ts"

interface Prefetched {
  at: number
  fetched: Promise<Fetched>
  stop: AbortController
}

export interface Prefetch {
  /** Asks for a page that will probably be visited. */
  fetch(url: string): void
  /** Gives what was asked for, once, while it is fresh. */
  take(url: string): Promise<Fetched> | undefined
  /** Something was done since: what was asked for may be out of date. */
  clear(): void
}

/** Pages kept, requests at a time, and milliseconds for which a page is fresh. */
const most = { kept: 6, flying: 2, age: 10_000 }

/** Pages that are asked for before they are visited. */
export function createPrefetch(load: (url: string, signal: AbortSignal) => Promise<Fetched>, clock: Clock): Prefetch {
  const pages = new Map<string, Prefetched>()
  let flying = 0

  function fetch(url: string): void {
    for (const [other, { at }] of pages) if (clock.now() - at >= most.age) pages.delete(other)
    if (pages.has(url) || flying >= most.flying || savesData()) return
    const [oldest] = pages.keys()
    if (pages.size >= most.kept && oldest !== undefined) drop(oldest)
    flying++
    const stop = new AbortController()
    const fetched = load(url, stop.signal).finally(() => flying--)
    pages.set(url, { at: clock.now(), fetched, stop })
  }

  function take(url: string): Promise<Fetched> | undefined {
    const page = pages.get(url)
    pages.delete(url)
    return page && clock.now() - page.at < most.age ? page.fetched : undefined
  }

  function drop(url: string): void {
    pages.get(url)?.stop.abort()
    pages.delete(url)
  }

  return {
    fetch,
    take,
    clear: () => {
      for (const url of [...pages.keys()]) drop(url)
    },
  }
}

/** The person pays for every byte, or waits for it. Not every browser says so. */
function savesData(): boolean {
  const connection: unknown = Reflect.get(navigator, "connection")
  if (!(connection instanceof Object)) return false
  return Reflect.get(connection, "saveData") === true || /2g/.test(String(Reflect.get(connection, "effectiveType")))
}

import { ROOM_HEADER } from "../server/protocol.ts"
import { parseDocument } from "./markup.ts"
import { readConfig, readToken } from "./page-config.ts"
import type { PageConfig } from "../server/protocol.ts"

/** A page as the server renders it now. */
export interface Rendered {
  document: Document
  config: PageConfig
  token: string
}

/** What a request for a page ended with: the page, another address, or the status of what is no page (0: nobody answered, or somebody else). */
export type Fetched = { rendered: Rendered } | { elsewhere: string } | { status: number }

/** Without a network, or while the server waits for its stores, a full load would lose the page. */
export function isAway(status: number): boolean {
  return !status || status === 503
}

/** Asks the server for a page: with a token, for the same page with its state. */
export async function fetchDocument(url: string, token: string, signal?: AbortSignal): Promise<Fetched> {
  const headers = { accept: "text/html", ...(token && { [ROOM_HEADER]: token }) }
  try {
    const response = await fetch(url, { headers, credentials: "same-origin", signal })
    if (response.redirected && withoutHash(response.url) !== withoutHash(url)) return { elsewhere: response.url }
    const rendered = isPage(response) && asRendered(parseDocument(await response.text()))
    return rendered || { status: isServers(response) ? response.status : 0 }
  } catch {
    return { status: 0 }
  }
}

function isPage({ ok, headers }: Response): boolean {
  return ok && !!headers.get("content-type")?.startsWith("text/html")
}

/** Of a captive portal or a proxy nothing is to be believed, but that one has to log in. */
function isServers({ status, headers }: Response): boolean {
  return status === 401 || headers.has(ROOM_HEADER)
}

function asRendered(document: Document): Fetched | undefined {
  const config = readConfig(document)
  return config && { rendered: { document, config, token: readToken(document) } }
}

function withoutHash(url: string): string {
  const { origin, pathname, search } = new URL(url, location.href)
  return origin + pathname + search
}

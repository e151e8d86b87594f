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

/** What a request for a page ended with: the page, another address, or a status that is none of ours (0: the network is away). */
export type Fetched = { rendered: Rendered } | { elsewhere: string } | { status: number }

/** Asks the server for a page: with a token, for the same page with its state. */
export async function fetchDocument(url: string, token: string, signal?: AbortSignal): Promise<Fetched> {
  const headers = { accept: "text/html", ...(token && { [ROOM_HEADER]: token }) }
  try {
    const response = await fetch(url, { headers, credentials: "same-origin", signal })
    if (response.redirected && withoutHash(response.url) !== withoutHash(url)) return { elsewhere: response.url }
    if (!isPage(response)) return { status: response.status }
    return asRendered(parseDocument(await response.text())) ?? { status: response.status }
  } catch {
    return { status: 0 }
  }
}

function isPage({ ok, headers }: Response): boolean {
  return ok && !!headers.get("content-type")?.startsWith("text/html")
}

function asRendered(document: Document): Fetched | undefined {
  const config = readConfig(document)
  return config && { rendered: { document, config, token: readToken(document) } }
}

function withoutHash(url: string): string {
  const { origin, pathname, search } = new URL(url, location.href)
  return origin + pathname + search
}

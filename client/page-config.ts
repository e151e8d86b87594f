import type { PageConfig } from "../server/protocol.ts"

/** What a document says of itself; undefined, and why in the console, where it is no page of livetsx. */
export function readConfig(root: Document): PageConfig | undefined {
  const content = root.querySelector("meta[name=livetsx]")?.getAttribute("content")
  try {
    return asConfig(JSON.parse(content ?? ""))
  } catch {
    console.error(`livetsx expected <meta name="livetsx" content="{…}"> in the head of the document, got ${content ?? "none"}.`)
    return undefined
  }
}

/** The server writes it into every document: it is what the protocol says. */
function asConfig(value: unknown): PageConfig {
  return value as PageConfig
}

/** The token of a document's room. */
export function readToken(root: Document): string {
  return root.documentElement.getAttribute("data-room") ?? ""
}

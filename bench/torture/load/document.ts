import type { PageConfig } from "../../../server/protocol.ts"

/** A document as a browser would read it, as far as a page needs it. */
export interface LoadedDocument {
  config: PageConfig
  token: string
  cookie: string
  /** What the application says that it had sent before. */
  sent: Record<string, number>
}

/** Loads a page; undefined where the server does not answer with one. */
export async function loadDocument(url: string, path: string, cookie: string, token = ""): Promise<LoadedDocument | undefined> {
  const headers = { accept: "text/html", ...(cookie && { cookie }), ...(token && { "x-liveview-room": token }) }
  try {
    const response = await fetch(url + path, { headers, signal: AbortSignal.timeout(5_000) })
    const html = await response.text()
    const meta = attribute(html, /<meta name="livetsx" content="([^"]*)"/)
    if (!response.ok || meta === undefined) return undefined
    const [given] = response.headers.getSetCookie()
    return {
      config: JSON.parse(meta),
      token: attribute(html, /data-room="([^"]*)"/) ?? "",
      cookie: given?.split(";")[0] ?? cookie,
      sent: JSON.parse(attribute(html, /data-sent="([^"]*)"/) ?? "{}"),
    }
  } catch {
    return undefined
  }
}

function attribute(html: string, pattern: RegExp): string | undefined {
  return pattern.exec(html)?.[1]?.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&amp;", "&")
}

import type { IncomingMessage, ServerResponse } from "node:http"

const languages = ["en", "es"]
const year = 365 * 24 * 60 * 60

/** Keeps the visitor's choice in a cookie and goes back to where they were. */
export function chooseLanguage(request: IncomingMessage & { params: Record<string, string | string[]> }, response: ServerResponse) {
  const code = languages.find((language) => language === request.params.code)
  const headers = code ? { "set-cookie": `lang=${code}; Path=/; Max-Age=${year}; SameSite=Lax` } : {}
  response.writeHead(303, { ...headers, location: cameFrom(request), "cache-control": "no-store" }).end()
}

/** The page with the link: path and query alone, so that nobody is sent elsewhere. */
function cameFrom(request: IncomingMessage): string {
  const referer = request.headers.referer
  if (referer === undefined || !URL.canParse(referer)) return "/"
  const { host, pathname, search } = new URL(referer)
  return host === request.headers.host ? `${pathname.replace(/^\/+/, "/")}${search}` : "/"
}

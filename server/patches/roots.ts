import { decodedText } from "./html-text.ts"
import { includes } from "./repeated-search.ts"

/** One piece of markup at its top level. */
export type Root = { kind: "element"; html: string; tag: string; id: string | undefined } | { kind: "text"; text: string }

/**
 * The elements and texts at the top level of what Preact rendered. It writes `<` for tags and comments only and closes what it opens,
 * so that an element ends where its own name has closed as often as it has opened.
 */
export function roots(html: string): Root[] {
  const found: Root[] = []
  for (let at = 0; at < html.length; ) {
    const end = html.startsWith("<!--", at) ? after(html, "-->", at) : html[at] === "<" ? elementEnd(html, at) : textEnd(html, at)
    const root = rootOf(html.slice(at, end))
    if (root) found.push(root)
    at = end
  }
  return found
}

const startTag = /<([^\s/>]+)((?:[^">]|"[^"]*")*)>/y

/** Position after the element that starts here. */
export function elementEnd(html: string, at: number): number {
  startTag.lastIndex = at
  const [whole = "<", tag = "", attributes = ""] = startTag.exec(html) ?? []
  const contentStart = at + whole.length
  if (attributes.endsWith("/") || voids.has(tag)) return contentStart
  const open = `<${tag}`
  const close = `</${tag}>`
  // Where its name closes once, at the end, nothing of its name has been opened inside.
  if (at === 0 && html.endsWith(close) && !includes(html.slice(0, -close.length), close)) return html.length
  let end = html.indexOf(close, contentStart)
  let inner = nextOpen(html, open, contentStart)
  while (inner >= 0 && inner < end) {
    end = html.indexOf(close, end + close.length)
    inner = nextOpen(html, open, inner + open.length)
  }
  return end < 0 ? html.length : end + close.length
}

function nextOpen(html: string, open: string, from: number): number {
  let at = html.indexOf(open, from)
  while (at >= 0 && !/[\s/>]/.test(html[at + open.length] ?? ">")) at = html.indexOf(open, at + open.length)
  return at
}

function textEnd(html: string, at: number): number {
  const end = html.indexOf("<", at)
  return end < 0 ? html.length : end
}

function after(html: string, mark: string, at: number): number {
  const end = html.indexOf(mark, at)
  return end < 0 ? html.length : end + mark.length
}

function rootOf(html: string): Root | undefined {
  if (html.startsWith("<!--")) return undefined
  if (!html.startsWith("<")) return html.trim() === "" ? undefined : { kind: "text", text: html }
  startTag.lastIndex = 0
  const [, tag = "", attributes = ""] = startTag.exec(html) ?? []
  const id = / id="([^"]*)"/.exec(attributes)?.[1]
  return { kind: "element", html, tag, id: id === undefined || id === "" ? undefined : decodedText(id) }
}

const voids = new Set("area base br col embed hr img input link meta param source track wbr".split(" "))

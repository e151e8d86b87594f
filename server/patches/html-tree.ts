import { HtmlScanner, startTagEnd } from "./html-scanner.ts"
import { inside, type Tag } from "./html-tags.ts"

/** A node in markup: offsets, so that what did not change costs nothing. Its children are read when they are asked for. */
export interface HtmlNode {
  readonly html: string
  readonly kind: "open" | "leaf" | "text" | "comment"
  /** Of an element. */
  readonly tag: Tag | undefined
  readonly start: number
  readonly end: number
  /** What its parent stands inside (`inside`, as bits). */
  readonly within: number
}

/** Whether a browser builds from this markup of one element exactly what its tags say. */
export function isAddressable(html: string): boolean {
  if (hasRewritten(html)) return false
  const scanner = new HtmlScanner(html)
  while (scanner.read() !== "end" && scanner.token !== "bad") scanner.step()
  return scanner.token === "end" && scanner.depth === 0 && scanner.counts[0] === 1
}

/** Characters that a parser replaces before it reads. */
export function hasRewritten(html: string): boolean {
  return html.includes("\r") || html.includes("\0")
}

/** The next child of the element that the scanner was made for, or undefined at its end. */
export function nextChild(scanner: HtmlScanner): HtmlNode | undefined {
  const token = scanner.read()
  if (token === "bad" || token === "end" || token === "close") return undefined
  const { html, start, within } = scanner
  const tag = token === "open" || token === "leaf" ? scanner.tag : undefined
  if (token === "open") skipElement(scanner)
  else scanner.step()
  return scanner.token === "bad" ? undefined : { html, kind: token, tag, start, end: scanner.end, within }
}

function skipElement(scanner: HtmlScanner): void {
  const { depth } = scanner
  do {
    scanner.step()
    if (scanner.depth === depth) return
  } while (scanner.read() !== "bad" && scanner.token !== "end")
}

/** The children of an element, or undefined where the browser would build something else. */
export function childrenOf(node: HtmlNode): HtmlNode[] | undefined {
  if (node.kind !== "open" || !node.tag) return []
  const within = (node.within & ~node.tag.leaves) | node.tag.enters
  const scanner = new HtmlScanner(node.html, startTagEnd(node.html, node.start), node.tag, within)
  const children: HtmlNode[] = []
  for (let child = nextChild(scanner); child; child = nextChild(scanner)) children.push(child)
  return scanner.token === "close" ? children : undefined
}

/** The root element of markup that is addressable. */
export function rootOf(html: string): HtmlNode | undefined {
  return nextChild(new HtmlScanner(html))
}

export function outerHtml(node: HtmlNode): string {
  return node.html.slice(node.start, node.end)
}

export function isSame(one: HtmlNode, other: HtmlNode): boolean {
  return one.end - one.start === other.end - other.start && outerHtml(one) === outerHtml(other)
}

export function startTag(node: HtmlNode): string {
  return node.html.slice(node.start, startTagEnd(node.html, node.start))
}

/** The markup between the tags of an element. */
export function innerHtml(node: HtmlNode): string {
  const from = startTagEnd(node.html, node.start)
  return node.tag?.reading === "void" ? "" : node.html.slice(from, node.end - (node.tag?.name.length ?? 0) - 3)
}

/** Attributes with their values as they stand in the markup; undefined where one is there twice. Only SVG knows capitals. */
export function attributesOf(node: HtmlNode): Map<string, string> | undefined {
  const found = new Map<string, string>()
  const inSvg = ((node.within | (node.tag?.enters ?? 0)) & inside.svg) !== 0
  let count = 0
  for (const [, name = "", value = ""] of startTag(node)
    .slice((node.tag?.name.length ?? 0) + 1)
    .matchAll(/\s([^\s"=>/]+)(?:="([^"]*)")?/g)) {
    found.set(inSvg ? name : name.toLowerCase(), value)
    count++
  }
  return found.size === count ? found : undefined
}

/** What tells the element from its siblings: its id, else its `data-key`. */
export function keyOf(node: HtmlNode): string | undefined {
  if (!node.tag) return undefined
  const tag = startTag(node)
  return / id="([^"]*)"/.exec(tag)?.[0] ?? / data-key="([^"]*)"/.exec(tag)?.[0]
}

export function isPermanent(node: HtmlNode): boolean {
  return node.tag !== undefined && / data-liveview-permanent(?!="false")[\s=>/]/.test(startTag(node))
}

import type { Change, Path } from "../protocol.ts"
import { attributeChanges } from "./attribute-changes.ts"
import { decodedText } from "./html-text.ts"
import { childrenOf, type HtmlNode, innerHtml, isSame, outerHtml } from "./html-tree.ts"

/** A sibling that may be copied, at the position `from` counted from where the copy will stand. */
export interface Candidate {
  from: number
  source: HtmlNode | undefined
}

/** The new node as a copy of the sibling that differs least, if that is shorter than its markup. */
export function rowCopy(node: HtmlNode, html: string, candidates: Candidate[]): { from: number; changes: Change[] } | undefined {
  let best: { from: number; changes: Change[] } | undefined
  let least = JSON.stringify(html).length
  for (const { from, source } of candidates) {
    const changes = source && copyable(source) ? changesBetween(source, node) : undefined
    const size = changes ? JSON.stringify(changes).length + 2 : least
    if (!changes || size >= least) continue
    best = { from, changes }
    least = size
  }
  return best
}

/** What holds more than its markup says (what was typed, opened or played) is not copied. */
function copyable(source: HtmlNode): boolean {
  return (
    source.tag !== undefined &&
    !/<(?:input|textarea|select|details|dialog|video|audio|iframe|canvas|object|embed|template|[a-z]+-)[\s>/\w]|data-liveview-permanent/.test(
      outerHtml(source),
    )
  )
}

/** What differs between two nodes of one shape, or undefined where their shapes differ. */
function changesBetween(source: HtmlNode, node: HtmlNode): Change[] | undefined {
  const changes: Change[] = []
  return collect(source, node, [], changes) ? changes : undefined
}

function collect(source: HtmlNode, node: HtmlNode, path: number[], changes: Change[]): boolean {
  if (isSame(source, node)) return true
  if (source.kind !== node.kind || source.tag !== node.tag || source.kind === "comment") return false
  return source.tag ? collectElement(source, node, path, changes) : collectText(outerHtml(node), path, changes)
}

function collectElement(source: HtmlNode, node: HtmlNode, path: number[], changes: Change[]): boolean {
  const attributes = attributeChanges(source, node)
  if (!attributes) return false
  if (Object.keys(attributes).length > 0) changes.push([asPath(path), attributes])
  const inner = innerHtml(node)
  if (innerHtml(source) === inner) return true
  if (node.kind === "leaf") return node.tag?.reading === "text" && collectText(inner, path, changes)
  const old = childrenOf(source)
  const children = childrenOf(node)
  if (!old || !children || old.length !== children.length) return false
  if (children.length === 1 && old[0]?.kind === "text" && children[0]?.kind === "text") return collectText(inner, path, changes)
  return children.every((child, index) => {
    const other = old[index]
    return other !== undefined && collect(other, child, [...path, index], changes)
  })
}

function collectText(markup: string, path: number[], changes: Change[]): boolean {
  const text = decodedText(markup)
  if (text === undefined) return false
  changes.push([asPath(path), text])
  return true
}

function asPath(path: number[]): Path {
  const [only] = path
  return path.length === 1 && only !== undefined ? only : path
}

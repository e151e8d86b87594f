import { attributeChanges } from "./attribute-changes.ts"
import { childrenDifference } from "./children-difference.ts"
import { decodedText } from "./html-text.ts"
import { childrenOf, type HtmlNode, innerHtml, isPermanent, isSame, outerHtml } from "./html-tree.ts"
import type { Operations, Place } from "./operations.ts"

/** Adds what makes the one node the other. False where that cannot be said in operations; what was added then means nothing. */
export function nodeDifference(operations: Operations, place: Place, before: HtmlNode, after: HtmlNode): boolean {
  if (isSame(before, after)) return true
  if (before.kind !== after.kind || before.tag !== after.tag || before.kind === "comment") return false
  return before.tag ? elementDifference(operations, place, before, after) : textDifference(operations, place, outerHtml(after))
}

/** The content of a permanent element belongs to the page; its `data-*` attributes do not. What is no longer permanent is sent whole: nobody knows what it holds. */
function elementDifference(operations: Operations, place: Place, before: HtmlNode, after: HtmlNode): boolean {
  const permanent = isPermanent(after)
  if (isPermanent(before) && !permanent) return false
  const attributes = attributeChanges(before, after)
  if (!attributes) return false
  const changes = permanent ? Object.entries(attributes).filter(([name]) => name.startsWith("data-")) : Object.entries(attributes)
  if (changes.length > 0) operations.attributes(place, Object.fromEntries(changes))
  return permanent || contentDifference(operations, place, before, after)
}

function contentDifference(operations: Operations, place: Place, before: HtmlNode, after: HtmlNode): boolean {
  const inner = innerHtml(after)
  if (innerHtml(before) === inner) return true
  if (after.tag?.reading === "text") return textDifference(operations, place, inner)
  if (after.kind === "leaf") return false
  const old = childrenOf(before)
  const children = childrenOf(after)
  if (!old || !children) return false
  if (isText(old) && isText(children)) return textDifference(operations, place, inner)
  return childrenDifference(operations, { parent: place, first: 0, before: old, after: children }, nodeDifference)
}

function isText(nodes: HtmlNode[]): boolean {
  return nodes.length === 1 && nodes[0]?.kind === "text"
}

function textDifference(operations: Operations, place: Place, markup: string): boolean {
  const text = decodedText(markup)
  if (text === undefined) return false
  operations.text(place, text)
  return true
}

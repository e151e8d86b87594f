import { inside } from "./html-tags.ts"
import { decodedText } from "./html-text.ts"
import { attributesOf, type HtmlNode } from "./html-tree.ts"

/** Attributes to be set, or with null taken away; undefined where a browser's `setAttribute` would not do what its parser does. */
export function attributeChanges(before: HtmlNode, after: HtmlNode): Record<string, string | null> | undefined {
  const old = attributesOf(before)
  const attributes = attributesOf(after)
  if (!old || !attributes) return undefined
  const changes: [string, string | null][] = []
  for (const [name, value] of attributes) {
    const text = old.get(name) === value ? null : decodedText(value)
    if (text === undefined) return undefined
    if (text !== null) changes.push([name, text])
  }
  for (const name of old.keys()) if (!attributes.has(name)) changes.push([name, null])
  return changes.every(([name]) => isSettable(name, after)) ? Object.fromEntries(changes) : undefined
}

/** In SVG, names with capitals and prefixes are the parser's business; and a prototype is no attribute. */
function isSettable(name: string, node: HtmlNode): boolean {
  const inSvg = ((node.within | (node.tag?.enters ?? 0)) & inside.svg) !== 0
  return (inSvg ? /^[a-z_][a-z\d_.-]*$/ : /^[a-z_][a-z\d_.:-]*$/).test(name) && name !== "__proto__" && !name.startsWith("xmlns")
}

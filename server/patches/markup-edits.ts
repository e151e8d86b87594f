import { selectAll } from "css-select"
import { DomUtils, parseDocument } from "htmlparser2"

import { encodedValue } from "./html-text.ts"
import { elementEnd } from "./roots.ts"

/** An element in markup. */
export type FoundElement = ReturnType<typeof DomUtils.findAll>[number]

/** Finds elements in what Preact rendered, and writes them otherwise; all the rest stays as it is. */
export class Markup {
  readonly html: string
  readonly #nodes: ReturnType<typeof parseDocument>["children"]

  constructor(html: string) {
    this.html = html
    this.#nodes = parseDocument(html, { withStartIndices: true }).children
  }

  /** In the order of the document; an error where it is no selector. */
  select(selector: string): FoundElement[] {
    return selectAll(selector, this.#nodes).filter(isElement)
  }

  find(wanted: (element: FoundElement) => boolean): FoundElement[] {
    return DomUtils.findAll(wanted, this.#nodes)
  }

  /** The elements that stand in no other, or in this one. */
  children(parent?: FoundElement): FoundElement[] {
    return (parent?.children ?? this.#nodes).filter(isElement)
  }

  byId(id: string): FoundElement | undefined {
    return this.find(({ attribs }) => attribs.id === id)[0]
  }

  /** The element, and those that it stands in, from the inside out. */
  around(element: FoundElement): FoundElement[] {
    const found: FoundElement[] = []
    for (let at: FoundElement["parent"] | FoundElement = element; at; at = at.parent) if (isElement(at)) found.push(at)
    return found
  }

  outer(element: FoundElement): string {
    return this.html.slice(...this.#place(element))
  }

  /** The markup with each of these elements as `change` writes it; one may stand in another. */
  with(elements: readonly FoundElement[], change: (written: string, element: FoundElement) => string): string {
    let { html } = this
    const done: { start: number; grown: number }[] = []
    // From the last to the first, so that what is inside comes before what is around it.
    for (const element of [...elements].reverse()) {
      const [start, before] = this.#place(element)
      const end = done.reduce((end, inner) => (inner.start < before ? end + inner.grown : end), before)
      const written = change(html.slice(start, end), element)
      done.push({ start, grown: written.length - (end - start) })
      html = html.slice(0, start) + written + html.slice(end)
    }
    return html
  }

  /** The parser's own ends are those of a browser's repairs: what Preact rendered closes what it opens. */
  #place({ startIndex }: FoundElement): [start: number, end: number] {
    const start = startIndex ?? 0
    return [start, elementEnd(this.html, start)]
  }
}

function isElement(node: object): node is FoundElement {
  return "attribs" in node
}

/** The text of an element, as a browser reads it. */
export function textOf(element: FoundElement): string {
  return DomUtils.textContent(element).replace(/\s+/g, " ").trim()
}

/** An element with other content; one that cannot hold any is left as it is. */
export function withContent(element: string, content: (inner: string) => string): string {
  const from = startTagOf(element).length
  const to = element.lastIndexOf("</")
  return to < from ? element : element.slice(0, from) + content(element.slice(from, to)) + element.slice(to)
}

/** An element with these attributes set or, with null, taken away. */
export function withAttributes(element: string, changes: Record<string, string | null>): string {
  const tag = startTagOf(element)
  const names = new Set(Object.keys(changes).map((name) => name.toLowerCase()))
  const kept = tag.replace(/\s([^\s"=>/]+)(?:="[^"]*")?/g, (whole, name: string) => (names.has(name.toLowerCase()) ? "" : whole))
  const set = Object.entries(changes).map(([name, value]) => (value === null ? "" : ` ${name}="${encodedValue(value)}"`))
  const end = kept.endsWith("/>") ? -2 : -1
  return kept.slice(0, end) + set.join("") + kept.slice(end) + element.slice(tag.length)
}

function startTagOf(element: string): string {
  return /^<(?:[^">]|"[^"]*")*>/.exec(element)?.[0] ?? ""
}

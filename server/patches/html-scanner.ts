import { elementEnd } from "./roots.ts"
import { content, inside, type Tag, tagAt } from "./html-tags.ts"

export type Token = "open" | "close" | "leaf" | "text" | "comment" | "end" | "bad"

/** The fragment that the root element stands in. */
const fragment: Tag = { name: "", isLowerCase: true, reading: "nested", place: 0, content: content.any, refused: 0, enters: 0, leaves: 0 }

/** Where a scanner stands between two tokens, without the markup. */
export interface Mark {
  readonly at: number
  readonly tags: readonly Tag[]
  readonly insides: readonly number[]
  readonly starts: readonly number[]
  readonly counts: readonly number[]
}

/**
 * Reads what Preact rendered, token by token, and keeps the stack of open elements. `read()` looks at the next token, `step()` goes past it.
 * The token is `bad` where a browser's parser would build something else than the tags say; then nothing after it can be known.
 */
export class HtmlScanner {
  readonly html: string
  token: Token = "end"
  start: number
  end: number
  tag: Tag = fragment
  /** Open elements; the arrays hold more than is open. */
  depth = 0
  /** Per open element: its tag, what it stands inside, its position, and how many children it has had so far. */
  readonly tags: Tag[]
  readonly insides: number[]
  readonly starts: number[]
  readonly counts: number[]

  constructor(html: string, from = 0, parent: Tag = fragment, within = 0) {
    this.html = html
    this.start = this.end = from
    this.tags = [parent]
    this.insides = [within]
    this.starts = [from]
    this.counts = [0]
  }

  /** A scanner of other markup that has read the same so far. */
  resumed(html: string): HtmlScanner {
    const scanner = new HtmlScanner(html, this.start)
    scanner.tags.splice(0, 1, ...this.tags)
    scanner.insides.splice(0, 1, ...this.insides)
    scanner.starts.splice(0, 1, ...this.starts)
    scanner.counts.splice(0, 1, ...this.counts)
    scanner.depth = this.depth
    return scanner
  }

  mark(): Mark {
    const open = this.depth + 1
    return {
      at: this.end,
      tags: this.tags.slice(0, open),
      insides: this.insides.slice(0, open),
      starts: this.starts.slice(0, open),
      counts: this.counts.slice(0, open),
    }
  }

  /** A scanner of markup that is the same up to the mark. */
  static at(html: string, mark: Mark): HtmlScanner {
    const scanner = new HtmlScanner(html, mark.at)
    scanner.tags.splice(0, 1, ...mark.tags)
    scanner.insides.splice(0, 1, ...mark.insides)
    scanner.starts.splice(0, 1, ...mark.starts)
    scanner.counts.splice(0, 1, ...mark.counts)
    scanner.depth = mark.tags.length - 1
    return scanner
  }

  get within(): number {
    return this.insides[this.depth] ?? 0
  }

  read(): Token {
    this.start = this.end
    const first = this.html.charCodeAt(this.start)
    if (Number.isNaN(first)) return this.#is("end")
    if (first !== 60) return this.#text()
    const second = this.html.charCodeAt(this.start + 1)
    if (second === 47) return this.#close()
    return second === 33 ? this.#comment() : this.#open()
  }

  step(): void {
    if (this.token === "close") {
      this.depth--
      return
    }
    this.counts[this.depth] = (this.counts[this.depth] ?? 0) + 1
    if (this.token === "open") this.#push()
  }

  #push(): void {
    const within = (this.within & ~this.tag.leaves) | this.tag.enters
    this.depth++
    this.insides[this.depth] = within
    this.tags[this.depth] = this.tag
    this.starts[this.depth] = this.start
    this.counts[this.depth] = 0
  }

  /** Text between the parts of a table is put before it, unless it is white. */
  #text(): Token {
    const next = this.html.indexOf("<", this.start)
    this.end = next < 0 ? this.html.length : next
    const parts = content.table | content.rows | content.cells | content.columns
    const held = this.tags[this.depth]?.content ?? content.any
    if (held !== content.any && held & parts && this.html.slice(this.start, this.end).trim() !== "") return this.#bad()
    return this.#is("text")
  }

  #close(): Token {
    const { name } = this.tags[this.depth] ?? fragment
    this.end = this.start + name.length + 3
    if (this.depth === 0 && name === "") return this.#bad()
    if (this.html.charCodeAt(this.end - 1) !== 62 || !this.html.startsWith(name, this.start + 2)) return this.#bad()
    return this.#is("close")
  }

  #comment(): Token {
    this.end = this.html.indexOf("-->", this.start + 4) + 3
    const inner = this.html.slice(this.start + 4, this.end - 3)
    return this.end < 3 || !this.html.startsWith("<!--", this.start) || /^-?>|--|-$/.test(inner) ? this.#bad() : this.#is("comment")
  }

  #open(): Token {
    const named = this.#nameEnd()
    this.tag = tagAt(this.html, this.start + 1, named)
    this.end = startTagEnd(this.html, named)
    if (this.end === 0 || !this.#fits()) return this.#bad()
    const selfClosed = this.html.charCodeAt(this.end - 2) === 47
    if (this.tag.reading === "void") return this.#is("leaf")
    if (selfClosed || this.tag.reading === "refused") return this.#bad()
    return this.tag.reading === "nested" ? this.#nested() : this.#whole()
  }

  /** The first line break in a `<pre>` is dropped by the parser. */
  #nested(): Token {
    return this.tag.name === "pre" && this.html.charCodeAt(this.end) === 10 ? this.#bad() : this.#is("open")
  }

  #whole(): Token {
    const { name } = this.tag
    // A template of a shadow is none of its parent's children.
    const isShadow = name === "template" && /\sshadowrootmode[\s=>]/i.test(this.html.slice(this.start, this.end))
    const newline = name === "textarea" && this.html.charCodeAt(this.end) === 10
    this.end = elementEnd(this.html, this.start)
    return newline || isShadow || !this.html.endsWith(`</${name}>`, this.end) ? this.#bad() : this.#is("leaf")
  }

  #nameEnd(): number {
    let at = this.start + 1
    for (
      let code = this.html.charCodeAt(at);
      code !== 62 && code !== 32 && code !== 47 && !Number.isNaN(code);
      code = this.html.charCodeAt(at)
    )
      at++
    return at
  }

  #fits(): boolean {
    const { tag, depth, within } = this
    if (depth === 0 && this.tags[0] === fragment) return tag.name === "body" || (tag.reading !== "refused" && tag.isLowerCase)
    if ((tag.place & (this.tags[depth]?.content ?? 0)) === 0) return false
    return (tag.refused & within) === 0 && ((within & inside.svg) !== 0 || tag.isLowerCase)
  }

  #bad(): Token {
    return this.#is("bad")
  }

  #is(token: Token): Token {
    this.token = token
    return token
  }
}

/** Position after the start tag whose attributes begin here, or 0. A `>` may stand in a value. */
export function startTagEnd(html: string, from: number): number {
  for (let at = from; ; at++) {
    const code = html.charCodeAt(at)
    if (code === 62) return at + 1
    if (code === 34) at = html.indexOf('"', at + 1)
    if (Number.isNaN(code) || at < 0) return 0
  }
}

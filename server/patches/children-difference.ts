import { rowCopy } from "./copy.ts"
import { inside } from "./html-tags.ts"
import { type HtmlNode, isSame, outerHtml } from "./html-tree.ts"
import { longestIncreasing } from "./increasing.ts"
import { matched, type Sources } from "./matching.ts"
import { childPlace, type Operations, type Place } from "./operations.ts"

/** Children of one parent, from the position `first` on, and what they become. */
export interface Siblings {
  parent: Place
  first: number
  before: readonly HtmlNode[]
  after: readonly HtmlNode[]
}

/** Adds what makes one node another; false where that cannot be said. */
export type NodeDifference = (operations: Operations, place: Place, before: HtmlNode, after: HtmlNode) => boolean

/** Adds what makes the children the others: removals, moves, changes (by `change`), then what is new. False where that cannot be said. */
export function childrenDifference(operations: Operations, { parent, first, before, after }: Siblings, change: NodeDifference): boolean {
  const head = sameAtStart(before, after)
  const tail = sameAtEnd(before, after, head)
  const siblings = {
    parent,
    first: first + head,
    before: before.slice(head, before.length - tail),
    after: after.slice(head, after.length - tail),
  }
  return new ChildrenEdit(operations, siblings, after, head, change).run()
}

function sameAtStart(before: readonly HtmlNode[], after: readonly HtmlNode[]): number {
  let count = 0
  for (; count < before.length && count < after.length; count++) if (!same(before[count], after[count])) break
  return count
}

function sameAtEnd(before: readonly HtmlNode[], after: readonly HtmlNode[], head: number): number {
  let count = 0
  for (; count < Math.min(before.length, after.length) - head; count++)
    if (!same(before[before.length - 1 - count], after[after.length - 1 - count])) break
  return count
}

function same(one: HtmlNode | undefined, other: HtmlNode | undefined): boolean {
  return one !== undefined && other !== undefined && isSame(one, other)
}

/** Moving more than so many positions in sum is slower than sending the whole. */
const mostWork = 4_000_000

class ChildrenEdit {
  readonly #operations: Operations
  readonly #parent: Place
  readonly #first: number
  readonly #before: readonly HtmlNode[]
  readonly #after: readonly HtmlNode[]
  /** All children after, of which `#after` are those from `#head` on: new ones may copy a neighbour that stayed the same. */
  readonly #all: readonly HtmlNode[]
  readonly #head: number
  readonly #sources: Sources
  readonly #nodeDifference: NodeDifference

  constructor(
    operations: Operations,
    { parent, first, before, after }: Siblings,
    all: readonly HtmlNode[],
    head: number,
    change: NodeDifference,
  ) {
    this.#operations = operations
    this.#parent = parent
    this.#first = first
    this.#before = before
    this.#after = after
    this.#all = all
    this.#head = head
    this.#nodeDifference = change
    this.#sources = before.length === 0 || after.length === 0 ? after.map(() => -1) : matched(before, after)
  }

  run(): boolean {
    this.#remove()
    return this.#move() && this.#change() && this.#insert()
  }

  /** From the end, so that positions before stay what they are. */
  #remove(): void {
    const kept = new Set(this.#sources)
    for (let end = this.#before.length; end > 0; ) {
      let start = end
      while (start > 0 && !kept.has(start - 1)) start--
      if (start < end) this.#operations.remove(this.#parent, this.#first + start, end - start)
      end = start - 1
    }
  }

  /** From the end, each that moves is put before the one that follows it. */
  #move(): boolean {
    const wanted = this.#sources.filter((source) => source >= 0)
    const staying = longestIncreasing(wanted)
    if ((wanted.length - staying.size) * wanted.length > mostWork) return false
    const current = [...wanted].sort((one, other) => one - other)
    for (let position = wanted.length - 1; position >= 0 && staying.size < wanted.length; position--) {
      if (staying.has(position)) continue
      const from = current.indexOf(wanted[position] ?? 0)
      const [moved = 0] = current.splice(from, 1)
      const next = wanted[position + 1]
      const to = next === undefined ? current.length : current.indexOf(next)
      current.splice(to, 0, moved)
      if (from !== to) this.#operations.move(this.#parent, this.#first + from, this.#first + to)
    }
    return true
  }

  #change(): boolean {
    let index = this.#first
    return this.#after.every((node, position) => {
      const old = this.#before[this.#sources[position] ?? -1]
      return !old || this.#changeOne(index++, old, node)
    })
  }

  #changeOne(index: number, old: HtmlNode, node: HtmlNode): boolean {
    const place = index === 0 && isAlone(old) && isAlone(node) ? this.#parent : childPlace(this.#parent, index, node.start)
    const count = this.#operations.list.length
    if (this.#nodeDifference(this.#operations, place, old, node)) return true
    this.#operations.undo(count)
    if (isInSvg(node)) return false
    this.#operations.replace(childPlace(this.#parent, index, node.start), outerHtml(node))
    return true
  }

  /** In order, so that what stands before is in place. Neighbours that are sent as markup travel together. */
  #insert(): boolean {
    let run = { index: 0, html: "" }
    const flush = () => {
      if (run.html !== "") this.#operations.insert(this.#parent, run.index, run.html)
      run = { index: 0, html: "" }
    }
    for (const [position, node] of this.#after.entries()) {
      if (this.#sources[position] !== -1) {
        flush()
        continue
      }
      const index = this.#first + position
      const html = outerHtml(node)
      const copy = this.#copy(position, node, html)
      if (copy) {
        flush()
        this.#operations.copy(this.#parent, index, index + copy.from, copy.changes)
        continue
      }
      if (isInSvg(node)) return false
      run = { index: run.html === "" ? index : run.index, html: run.html + html }
    }
    flush()
    return true
  }

  /** The neighbour before is in place; the one after is, if it is not new itself. */
  #copy(position: number, node: HtmlNode, html: string) {
    const next = (this.#sources[position + 1] ?? 0) === -1 ? undefined : this.#all[this.#head + position + 1]
    return rowCopy(node, html, [
      { from: -1, source: this.#all[this.#head + position - 1] },
      { from: 0, source: next },
    ])
  }
}

/** A first text after which its parent closes is told of by its parent. */
function isAlone(node: HtmlNode): boolean {
  return node.kind === "text" && node.html.startsWith("</", node.end)
}

/** A browser parses markup as HTML unless it stands inside `<svg>`: there nothing is inserted. */
function isInSvg(node: HtmlNode): boolean {
  return (node.within & inside.svg) !== 0
}

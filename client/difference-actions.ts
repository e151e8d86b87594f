import type { Change, Difference, Path } from "../server/protocol.ts"
import { mergeAttribute } from "./attributes.ts"
import { insertAt, moveTo, removeAt } from "./changes.ts"
import { copyOf } from "./copy.ts"
import { isWritten, touchField } from "./fields.ts"
import { homeOf, indexOf, serverChildren } from "./foreign.ts"
import { parseFragment } from "./markup.ts"
import { mergeText } from "./morph.ts"

/** Applies one operation below the anchor; throws where the page is not what the server took it for. */
export function applyDifference(anchor: Element | null, difference: Difference): void {
  if (!anchor) throw misfit()
  operationOf(difference)(anchor, difference)
}

type Operation<Op extends Difference[0]> = (anchor: Element, difference: Extract<Difference, [Op, ...unknown[]]>) => void

const operations: { [Op in Difference[0]]: Operation<Op> } = {
  0: (anchor, [, , path, text]) => setText(anchor, path, text),
  1: (anchor, [, , path, attributes]) => setAttributes(nodeAt(anchor, path), attributes),
  2: (anchor, [, , path, index, html]) => insert(parentAt(anchor, path, index), index, html),
  3: (anchor, [, , path, index, count = 1]) => removeAt(parentAt(anchor, path, index + count), index, count),
  4: (anchor, [, , path, from, to]) => moveTo(parentAt(anchor, path, Math.max(from, to) + 1), from, to),
  5: (anchor, [, , path, html]) => replace(anchor, path, html),
  6: (anchor, [, , path, index, source, changes]) =>
    insertCopy(parentAt(anchor, path, Math.max(index, source + 1)), index, source, changes),
}

/** The table's entry belongs to the operation by which it is looked up; the compiler cannot follow that through a union. */
function operationOf(difference: Difference): (anchor: Element, difference: Difference) => void {
  return operations[difference[0]] as (anchor: Element, difference: Difference) => void
}

function setText(anchor: Node, path: Path, text: string): void {
  const node = nodeAt(anchor, path)
  const [child, more] = Array.from(serverChildren(node))
  touchField(node)
  // A script may have taken the text out of its parent: the parent is the one on the way to it.
  if (node instanceof CharacterData) mergeText(nodeAt(anchor, stepsOf(path).slice(0, -1)), node, text)
  else if (!child) insertAt(node, 0, [document.createTextNode(text)])
  else if (child instanceof Text && !more) mergeText(node, child, text)
  else throw misfit()
}

function setAttributes(node: Node, attributes: Record<string, string | null>): void {
  if (!(node instanceof Element)) throw misfit()
  for (const [name, value] of Object.entries(attributes)) mergeAttribute(node, name, value)
}

function insert(parent: Node, index: number, html: string): void {
  insertAt(parent, index, parseFragment(html, parent).childNodes)
}

function replace(anchor: Element, path: Path, html: string): void {
  const steps = stepsOf(path)
  const parent = steps.length ? parentAt(anchor, steps.slice(0, -1)) : (homeOf(anchor) ?? anchor)
  const index = steps.at(-1) ?? indexOf(parent, anchor)
  if (!serverChildren(parent)[index]) throw misfit()
  removeAt(parent, index)
  insert(parent, index, html)
}

function insertCopy(parent: Node, index: number, source: number, changes: Change[]): void {
  const copy = copyOf(nodeAt(parent, source))
  for (const [path, change] of changes) {
    if (typeof change === "string") setText(copy, path, change)
    else setAttributes(nodeAt(copy, path), change)
  }
  insertAt(parent, index, [copy])
}

/** The parent at the path, which must have that many of the server's children. */
function parentAt(anchor: Node, path: Path, length = 0): Node {
  const parent = nodeAt(anchor, path)
  if (serverChildren(parent).length < length || isWritten(parent)) throw misfit()
  touchField(parent)
  return parent
}

function nodeAt(anchor: Node, path: Path): Node {
  let node: Node | undefined = anchor
  for (const step of stepsOf(path)) node = node && serverChildren(node)[step]
  if (!node || isWritten(node)) throw misfit()
  return node
}

function stepsOf(path: Path): number[] {
  return [path].flat()
}

function misfit(): Error {
  return new Error("The page is not what the server took it for")
}

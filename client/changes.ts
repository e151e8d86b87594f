import { baseOf, childrenOf, notePlaced, noteReordered, noteTaken, noteWritten, serverChildren, serverList, strayed } from "./foreign.ts"

/** What patches have done since `takeChanges` was last asked. */
export interface Changes {
  /** Nodes that they have put in. */
  added: Node[]
  /** Nodes of which they have changed something. */
  changed: Set<Node>
  /** Something was left as it was, because the person is writing in it. */
  isPartial: boolean
}

/** Dialogs that the server has sent while they were closed here. */
export const sentClosed = new WeakSet<Element>()

let changes = noChanges()

/** What our own patching has done, once. */
export function takeChanges(): Changes {
  const done = changes
  changes = noChanges()
  return done
}

let moving = () => {}

/** Says what is done before a node is moved. */
export function onMoving(callback: () => void): void {
  moving = callback
}

/** The nodes that patches have put in since then. */
export function addedNodes(): readonly Node[] {
  return changes.added
}

/** Notes that something was left as it was. */
export function noteLeft(): void {
  changes.isPartial = true
}

function noChanges(): Changes {
  return { added: [], changed: new Set(), isPartial: false }
}

/** Puts nodes into the page before the server's child at index, and among the server's children. */
export function insertAt(parent: Node, index: number, nodes: Iterable<Node>): Node[] {
  const list = serverList(parent)
  const added = [...nodes]
  const before = placeOf(parent, index)
  list?.splice(index, 0, ...added)
  for (const node of added) place(parent, node, before)
  return added
}

/** Takes the server's children from index on out of the page. */
export function removeAt(parent: Node, index: number, count = 1): void {
  const list = serverList(parent)
  for (let left = count; left > 0; left--) {
    const node = serverChildren(parent)[index]
    list?.splice(index, 1)
    if (node) take(node)
  }
  changes.changed.add(parent)
}

/** Moves the server's child at `from` so that it stands at `to`, counted without it. */
export function moveTo(parent: Node, from: number, to: number): void {
  const list = serverList(parent)
  const node = serverChildren(parent)[from]
  if (!node || from === to) return
  // What has the focus stays where it is, and the others go past it: a caret in it, or a menu of a custom element, would not outlive a move.
  if (isActive(node)) {
    for (let [at, step] = [from, Math.sign(to - from)]; at !== to; at += step) moveTo(parent, at + step, at)
    return
  }
  list?.splice(from, 1)
  const before = placeOf(parent, list || to < from ? to : to + 1)
  list?.splice(to, 0, node)
  noteReordered(parent)
  if (node.parentNode === childrenOf(parent)) place(parent, node, before)
}

/** Whether it has the focus, or what is in it. */
export function isActive(node: Node | undefined): boolean {
  return !!node && document.activeElement !== document.body && node.contains(document.activeElement)
}

/** Makes one text of two that have become neighbours, as the server's markup reads them. */
export function joinTexts(parent: Node, index: number): void {
  const { [index - 1]: one, [index]: other } = serverChildren(parent)
  if (!(one instanceof Text && other instanceof Text)) return
  write(one, "", one.data + other.data, `${baseOf(one)}${baseOf(other)}`)
  removeAt(parent, index)
}

/** Puts one node where it belongs; one that is on the page keeps its focus, its animations and its frames where the browser can do that. */
export function place(parent: Node, node: Node, before: Node | null): void {
  const box = childrenOf(parent)
  notePlaced(node)
  changes.changed.add(parent)
  if (node.parentNode) noteTaken(node)
  const isMoved = node.isConnected && node.ownerDocument === box.ownerDocument
  if (!isMoved) changes.added.push(node)
  if (isMoved) moving()
  if (isMoved && box.isConnected && "moveBefore" in box) box.moveBefore(node, before)
  else box.insertBefore(node, before)
}

/** Takes one node away, wherever a script may have put it, and what a script has put elsewhere out of it. */
export function take(node: Node): void {
  strayed(node).forEach(take)
  closeDialogs(node)
  noteTaken(node)
  if (!node.parentNode) return
  changes.changed.add(node.parentNode)
  node.parentNode.removeChild(node)
}

/** The innermost first: each gives the focus back to what had it. */
function closeDialogs(node: Node): void {
  if (!(node instanceof Element)) return
  for (const dialog of [node, ...node.querySelectorAll("dialog")].reverse())
    if (dialog instanceof HTMLDialogElement && dialog.open) dialog.close()
}

/** Writes the value of an attribute or, with the name "", of a text; `base` is what the server sent for it. */
export function write(node: Element | CharacterData, name: string, value: string | null, base = value): void {
  if (!(node instanceof Element)) node.data = value ?? ""
  else if (value === null) node.removeAttribute(name)
  else node.setAttribute(name, value)
  noteWritten(node, name, base)
  changes.changed.add(node)
}

/** The node before which something stands that is to be the server's child at index: what others added stays behind it. */
export function placeOf(parent: Node, index: number): Node | null {
  const box = childrenOf(parent)
  const list = serverList(parent)
  if (!list) return box.childNodes[index] ?? null
  const next = list.slice(index).find((node) => node.parentNode === box)
  return next ?? list.slice(0, index).findLast((node) => node.parentNode === box)?.nextSibling ?? null
}

import { watchFields } from "./fields.ts"
import { watchSelection } from "./focus.ts"

/**
 * Tells what scripts and the person did to the document from what the server sent: the base of the three-way merge.
 * A parent whose children others have touched has a list of the server's children; an attribute or a text that others have
 * changed has the value that the server last sent (text under ""). What nobody touched has neither, and costs nothing.
 */
const lists = new WeakMap<Node, Node[]>()
const bases = new WeakMap<Node, Map<string, string | null>>()
const homes = new WeakMap<Node, Node>()
const disturbed = new WeakSet<Node>()

/** What our own patching did since the observer was last asked. */
const placed = new Set<Node>()
const taken = new Set<Node>()
const written = new Map<Node, Map<string, string | null>>()
const reordered = new Set<Node>()

let observer: MutationObserver | undefined
let isScript = false

/** Starts watching the document; what it holds now counts as the server's. Returns how to stop. */
export function watchForeign(root: Document): () => void {
  const unwatch = [watchFields(root), watchSelection(root)]
  observer?.disconnect()
  observer = new MutationObserver(settle)
  observer.observe(root, { childList: true, subtree: true, attributeOldValue: true, characterDataOldValue: true })
  return () => {
    observer?.disconnect()
    for (const stop of unwatch) stop()
  }
}

/** To be called before a patch and after it: what has happened since was ours where we noted it, and a script's where we did not. */
export function settleForeign(): void {
  settle(observer?.takeRecords() ?? [])
}

/** What is changed meanwhile by the means of patches counts as done by a script: the server does not know of it. */
export function asScript(change: () => void): void {
  settleForeign()
  isScript = true
  try {
    change()
  } finally {
    settleForeign()
    isScript = false
  }
}

/** The children that the server sent, in its order, wherever scripts have put them since. */
export function serverChildren(parent: Node): ArrayLike<Node> {
  const box = childrenOf(parent)
  return lists.get(box) ?? box.childNodes
}

/** The node that holds the children: of a template, its content. */
export function childrenOf(parent: Node): Node & ParentNode {
  return parent instanceof HTMLTemplateElement ? parent.content : asParent(parent)
}

/** The list where others have touched the children; our own changes are made to it as well. */
export function serverList(parent: Node): Node[] | undefined {
  const list = lists.get(childrenOf(parent))
  return isScript ? list?.slice() : list
}

/** From now on these are the server's children, and the rest is not. */
export function setServerList(parent: Node, list: Node[]): void {
  if (!isScript) keepList(parent, list)
}

function keepList(parent: Node, list: Node[]): void {
  const box = childrenOf(parent)
  if (isSame(list, box.childNodes)) lists.delete(box)
  else lists.set(box, list)
}

/** The parent in which the server put the node, wherever a script may have put it since. */
export function homeOf(node: Node): Node | null {
  const home = homes.get(node)
  return home && lists.get(home)?.includes(node) ? home : node.parentNode
}

/** The server's nodes of the node, and of what is below it, that a script has put elsewhere. */
export function strayed(node: Node): Node[] {
  if (!disturbed.has(node) || !(node instanceof Element)) return []
  return [node, ...node.querySelectorAll("*")].flatMap((one) => lists.get(one)?.filter(({ parentNode }) => parentNode !== one) ?? [])
}

/** Where the node stands among the server's children; -1 where it is none of them. */
export function indexOf(parent: Node, node: Node): number {
  const list = serverList(parent)
  if (list) return list.indexOf(node)
  if (node.parentNode !== childrenOf(parent)) return -1
  // To look through the live list of children takes forty times as long.
  let index = 0
  for (let at = node.previousSibling; at; at = at.previousSibling) index++
  return index
}

/** The value of an attribute or, without a name, the text that the server last sent, whatever it is now. */
export function baseOf(node: Node, name = ""): string | null {
  const base = bases.get(node)?.get(name)
  return base === undefined ? read(node, name) : base
}

/** Names of the attributes that the element has, and of those that others have taken from it. */
export function attributeNames(element: Element): Set<string> {
  return new Set([...element.getAttributeNames(), ...(bases.get(element)?.keys() ?? [])])
}

/** Whether others have touched anything at or below the node. */
export function isDisturbed(node: Node): boolean {
  return disturbed.has(node)
}

/** Notes a node that we put into the page. */
export function notePlaced(node: Node): void {
  if (!isScript) placed.add(node)
}

/** Notes a node that we took out of the page. */
export function noteTaken(node: Node): void {
  if (!isScript) taken.add(node)
}

/** Notes that we wrote an attribute or a text, and what the server sent for it. */
export function noteWritten(node: Node, name: string, base: string | null): void {
  if (isScript) return
  const values = written.get(node) ?? new Map()
  written.set(node, values.set(name, read(node, name)))
  setBase(node, name, base)
}

/** Notes that we have put children of the parent into another order. */
export function noteReordered(parent: Node): void {
  if (!isScript) reordered.add(parent)
}

/** Parents whose children we have put into another order, once. */
export function takeReordered(): Node[] {
  const parents = [...reordered]
  reordered.clear()
  return parents
}

function settle(records: MutationRecord[]): void {
  const parents = new Map<Node, MutationRecord[]>()
  const values = records.filter((record) => record.type !== "childList")
  values.forEach(valueChanged)
  for (const { target, attributeName } of values) setBase(target, attributeName ?? "", baseOf(target, attributeName ?? ""))
  for (const record of records) {
    const { type, target, addedNodes, removedNodes } = record
    if (type !== "childList" || (every(addedNodes, placed) && every(removedNodes, taken))) continue
    if (!parents.get(target)?.push(record)) parents.set(target, [record])
  }
  for (const [parent, theirs] of parents) childrenChanged(parent, theirs)
  placed.clear()
  taken.clear()
  written.clear()
}

function childrenChanged(parent: Node, records: MutationRecord[]): void {
  keepList(parent, lists.get(parent) ?? before(parent, records))
  const list = lists.get(parent)
  for (const { removedNodes } of records) for (const node of removedNodes) if (list?.includes(node)) homes.set(node, parent)
  disturb(parent)
}

/** The children as they were before the records, found by undoing them. */
function before(parent: Node, records: MutationRecord[]): Node[] {
  const list: Node[] = [...parent.childNodes]
  for (const { addedNodes, removedNodes, previousSibling, nextSibling } of records.reverse()) {
    for (const node of addedNodes) if (list.includes(node)) list.splice(list.indexOf(node), 1)
    const last = previousSibling ? list.indexOf(previousSibling) : -1
    const next = nextSibling ? list.indexOf(nextSibling) : -1
    const index = last >= 0 ? last + 1 : next >= 0 ? next : previousSibling ? list.length : 0
    list.splice(index, 0, ...removedNodes)
  }
  return list
}

/** Remembers what was there first; several changes of one value may come together, and the last may undo the others. */
function valueChanged({ target, attributeName, oldValue }: MutationRecord): void {
  const name = attributeName ?? ""
  const ours = written.get(target)?.get(name)
  const known = bases.get(target) ?? new Map()
  if (known.has(name) || (ours !== undefined && ours === read(target, name))) return
  bases.set(target, known.set(name, ours === undefined ? oldValue : ours))
  disturb(target)
}

/** Remembered only while the page has something else. */
function setBase(node: Node, name: string, base: string | null): void {
  const known = bases.get(node) ?? new Map()
  if (read(node, name) === base) known.delete(name)
  else bases.set(node, known.set(name, base))
}

function read(node: Node, name: string): string | null {
  return node instanceof Element ? node.getAttribute(name) : node.nodeValue
}

function disturb(node: Node): void {
  for (let at: Node | null = node; at && !disturbed.has(at); at = at.parentNode) disturbed.add(at)
}

function every(nodes: NodeList, set: Set<Node>): boolean {
  return Array.from(nodes).every((node) => set.has(node))
}

function isSame(list: Node[], nodes: NodeList): boolean {
  return list.length === nodes.length && list.every((node, index) => node === nodes[index])
}

/** Only elements and fragments are ever asked for children to change; the DOM's types do not say so of a parent that is a Node. */
function asParent(node: Node): Node & ParentNode {
  return node as Node & ParentNode
}

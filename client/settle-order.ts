import { isActive, place } from "./changes.ts"
import { childrenOf, serverList, takeReordered } from "./foreign.ts"
import { stayingOf } from "./order.ts"

/** Where a script has put the server's children into an order too, as by drag and drop, the server's is the newer one. */
export function settleOrder(): void {
  for (const parent of takeReordered()) {
    const list = serverList(parent)
    if (list && !isInOrder(parent, list)) sort(parent, list)
  }
}

/** As it is nearly always: then nothing is noted of a list that may be long. */
function isInOrder(parent: Node, nodes: Node[]): boolean {
  const box = childrenOf(parent)
  let child = box.firstChild
  for (const node of nodes) {
    if (node.parentNode !== box) continue
    while (child && child !== node) child = child.nextSibling
    if (!child) return false
  }
  return true
}

/** Puts those of the nodes that are there into their order, by as few moves as that takes. */
function sort(parent: Node, nodes: Node[]): void {
  const all: Node[] = [...childrenOf(parent).childNodes]
  const places = new Map(all.map((node, index) => [node, index]))
  const there = nodes.filter((node) => places.has(node))
  const positions = there.map((node) => places.get(node) ?? -1)
  const staying = stayingOf(positions, there.findIndex(isActive))
  let before = all[positions.reduce((one, other) => Math.max(one, other), -1) + 1] ?? null
  for (let index = there.length - 1; index >= 0; index--) {
    const node = there[index]
    if (node && !staying.has(index)) place(parent, node, before)
    before = node ?? null
  }
}

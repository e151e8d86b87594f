import type { Change, Difference, Patch, Path } from "../protocol.ts"

/** A page as a browser has it, with the plainest reading of the operations: what the browser's side and the difference are both held against, in tests. */
export class ReferencePage {
  readonly document: Document
  #anchor: string | undefined
  #hasAnchor = true

  constructor(body: string) {
    this.document = parsed(body)
  }

  /** The whole of an element, or of the body where the id is empty. */
  morph(id: string, html: string): void {
    const [node] = id === "" ? [parsed(html).body] : this.#nodes(html)
    if (node) this.#anchored(id).replaceWith(node)
  }

  /** Patches as they come over the wire. A target that is not there changes nothing; then the answer is false. */
  show(patches: readonly Patch[]): boolean {
    this.#anchor = undefined
    const found = patches.map((patch) => this.#showIfThere(patch))
    return found.every(Boolean)
  }

  #showIfThere(patch: Patch): boolean {
    const isThere = this.#hasTarget(patch)
    if (isThere) this.#showOne(patch)
    return isThere
  }

  #hasTarget([verb, target]: Patch): boolean {
    if (target === null && typeof verb === "number") return this.#hasAnchor
    this.#hasAnchor = this.#isThere(verb, target)
    return this.#hasAnchor
  }

  #isThere(verb: Patch[0], target: unknown): boolean {
    if (typeof target !== "string" || target === "" || verb === "body") return true
    return typeof verb === "number" || verb === "morph"
      ? this.document.getElementById(target) !== null
      : this.document.querySelector(target) !== null
  }

  #showOne(patch: Patch): void {
    if (typeof patch[0] === "number") {
      this.#applyOne(patch as Difference)
      return
    }
    if (patch[0] === "morph" || patch[0] === "body") {
      const [id, html] = patch[0] === "body" ? ["", patch[1]] : [patch[1], patch[2]]
      this.morph(id, html)
      return
    }
    const target = typeof patch[1] === "string" ? this.document.querySelector(patch[1]) : null
    if (!target) return
    switch (patch[0]) {
      case "update":
        target.replaceChildren(...this.#nodes(patch[2]))
        return
      case "append":
        target.append(...this.#arriving(patch[2]))
        return
      case "prepend":
        target.prepend(...this.#arriving(patch[2]))
        return
      case "before":
        target.before(...this.#arriving(patch[2]))
        return
      case "after":
        target.after(...this.#arriving(patch[2]))
        return
      case "replace":
        target.replaceWith(...this.#nodes(patch[2]))
        return
      case "remove":
        target.remove()
        return
      case "attributes":
        setAttributes(target, { ...patch[2], ...Object.fromEntries(patch[3].map((name) => [name, null])) })
        return
    }
  }

  /** What the page has already is replaced where it stands. */
  #arriving(html: string): ChildNode[] {
    return this.#nodes(html).filter((node) => {
      const present = node instanceof Element && node.id !== "" ? this.document.getElementById(node.id) : null
      present?.replaceWith(node)
      return !present
    })
  }

  apply(operations: readonly Difference[]): void {
    this.#anchor = undefined
    for (const operation of operations) this.#applyOne(operation)
  }

  #applyOne(operation: Difference): void {
    if (operation[1] !== null) this.#anchor = operation[1]
    const anchor = this.#anchored(this.#anchor ?? "missing anchor")
    const node = follow(anchor, operation[2])
    const children = node.childNodes
    switch (operation[0]) {
      case 0:
        setText(node, operation[3])
        return
      case 1:
        setAttributes(node, operation[3])
        return
      case 2:
        insertAll(node, operation[3], this.#nodes(operation[4]))
        return
      case 3:
        for (let left = operation[4] ?? 1; left > 0; left--) child(node, operation[3]).remove()
        return
      case 4: {
        const moved = child(node, operation[3])
        moved.remove()
        insertAll(node, operation[4], [moved])
        return
      }
      case 5: {
        const nodes = this.#nodes(operation[3])
        if (nodes.length !== 1) throw new Error(`${nodes.length} nodes in place of one`)
        const [replacement] = nodes
        if (replacement) (node as ChildNode).replaceWith(replacement)
        return
      }
      case 6: {
        const copy = child(node, operation[4]).cloneNode(true)
        for (const change of operation[5]) applyChange(copy, change)
        node.insertBefore(copy, children[operation[3]] ?? null)
      }
    }
  }

  #anchored(id: string): Element {
    const element = id === "" ? this.document.body : this.document.getElementById(id)
    if (!element) throw new Error(`No element has the id ${id}`)
    return element
  }

  #nodes(html: string): ChildNode[] {
    const template = this.document.createElement("template")
    template.innerHTML = html
    return [...template.content.childNodes]
  }
}

function parsed(body: string): Document {
  return new DOMParser().parseFromString(`<!DOCTYPE html><html><head></head>${body}</html>`, "text/html")
}

function follow(anchor: Node, path: Path): Node {
  return [path].flat().reduce<Node>((node, index) => child(node, index), anchor)
}

function child(node: Node, index: number): ChildNode {
  const found = node.childNodes[index]
  if (!found) throw new Error(`No child ${index} in ${node.nodeName} with ${node.childNodes.length}`)
  return found
}

function setText(node: Node, text: string): void {
  if (node.nodeType === 1 && [...node.childNodes].some((one) => one.nodeType !== 3))
    throw new Error("Text of an element that holds more than text")
  node.textContent = text
}

function setAttributes(node: Node, attributes: Record<string, string | null>): void {
  const element = node as Element
  for (const [name, value] of Object.entries(attributes)) value === null ? element.removeAttribute(name) : element.setAttribute(name, value)
}

function insertAll(parent: Node, index: number, nodes: Node[]): void {
  if (index > parent.childNodes.length) throw new Error(`Position ${index} among ${parent.childNodes.length}`)
  const reference = parent.childNodes[index] ?? null
  for (const node of nodes) parent.insertBefore(node, reference)
}

function applyChange(copy: Node, [path, change]: Change): void {
  const node = follow(copy, path)
  typeof change === "string" ? setText(node, change) : setAttributes(node, change)
}

import type { Patch } from "../server/protocol.ts"
import { mergedValue } from "./attributes.ts"
import { touchField } from "./fields.ts"
import { asScript } from "./foreign.ts"
import { applyPatches, patching } from "./patch-actions.ts"

export interface Optimistic {
  /** Shows what the element expects of its event, until what it returns is called. */
  show(element: Element): () => void
  /** Runs with the page as it is without anything that is only expected. */
  without(call: () => void): void
}

interface Expected {
  element: Element
  patches: Patch[]
  undo?: () => void
}

/**
 * What is shown before the server has answered. Several may be pending: whatever changes the page finds it as the server knows it,
 * and what is still pending is shown again on top of that. `undisturbed` runs while nothing is marked as busy.
 */
export function createOptimistic(undisturbed: (call: () => void) => void): Optimistic {
  const pending = new Set<Expected>()
  let isUndone = false

  function show(element: Element): () => void {
    const own: Expected = { element, patches: expectedBy(element) }
    if (!own.patches.length) return () => {}
    undisturbed(() => without(() => pending.add(own)))
    return () => {
      if (isUndone) pending.delete(own)
      else undisturbed(() => without(() => pending.delete(own)))
    }
  }

  function without(call: () => void): void {
    if (isUndone) return call()
    for (const { undo } of [...pending].reverse()) undo?.()
    isUndone = true
    try {
      call()
    } finally {
      isUndone = false
      for (const one of pending) apply(one)
    }
  }

  return { show, without }
}

/** What is not about content is done once. */
const contentVerbs: unknown[] = ["morph", "update", "replace", "append", "prepend", "before", "after", "remove", "attributes"]

function apply(one: Expected): void {
  const patches = one.undo ? one.patches.filter(([verb]) => contentVerbs.includes(verb)) : one.patches
  one.undo = recorded(() => asScript(() => applyPatches(patches, { source: "optimistic", element: one.element })))
}

/** The patches of the templates that stand in the element, and in nothing of its own that triggers. */
function expectedBy(element: Element): Patch[] {
  const triggers = "[data-action],[data-liveview-keyboard-map],[data-liveview-on],[data-liveview-function]"
  return [...element.querySelectorAll("template[data-liveview-optimistic]")]
    .filter((template) => template.parentElement?.closest(triggers) === element)
    .flatMap((template) => patchesOf(template.getAttribute("data-liveview-optimistic") ?? ""))
}

/** Written by the server: it is a list of patches where it is JSON at all. */
function patchesOf(json: string): Patch[] {
  return JSON.parse(json) as Patch[]
}

/** Makes a change; what it returns makes it undone. */
function recorded(change: () => void): () => void {
  const observer = new MutationObserver(() => {})
  observer.observe(document, { childList: true, subtree: true, attributeOldValue: true, characterDataOldValue: true })
  change()
  const records = observer.takeRecords()
  observer.disconnect()
  const values = firstOfEach(records).map(changeOf)
  const children = records.filter(({ type }) => type === "childList").reverse()
  return () =>
    patching({ source: "optimistic" }, () => {
      for (const { target, name, before, after } of values) restoreValue(target, name, before, after)
      for (const record of children) restoreChildren(record)
    })
}

/** The first record of each attribute and text: it knows what was there before all of it. */
function firstOfEach(records: MutationRecord[]): MutationRecord[] {
  const seen = new Map<Node, Set<string>>()
  return records.filter(({ type, target, attributeName }) => {
    const names = seen.get(target) ?? new Set()
    seen.set(target, names)
    const isFirst = type !== "childList" && !names.has(attributeName ?? "")
    names.add(attributeName ?? "")
    return isFirst
  })
}

function changeOf({ target, attributeName, oldValue }: MutationRecord) {
  const name = attributeName ?? ""
  return { target, name, before: oldValue, after: target instanceof Element ? target.getAttribute(name) : target.nodeValue }
}

/** What was added to a list of classes or declarations since stays. */
function restoreValue(target: Node, name: string, before: string | null, after: string | null): void {
  touchField(target)
  if (!(target instanceof Element)) target.nodeValue = before
  else {
    const value = mergedValue(name, after, target.getAttribute(name), before)
    if (value === null) target.removeAttribute(name)
    else target.setAttribute(name, value)
  }
}

function restoreChildren({ target, addedNodes, removedNodes, previousSibling, nextSibling }: MutationRecord): void {
  for (const node of addedNodes) if (node.parentNode === target) target.removeChild(node)
  const isHere = (node: Node | null) => node?.parentNode === target
  const before = isHere(nextSibling) ? nextSibling : isHere(previousSibling) ? (previousSibling?.nextSibling ?? null) : null
  for (const node of removedNodes) target.insertBefore(node, before)
}

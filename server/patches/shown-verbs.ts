import type { Patch, PatchOptions } from "../protocol.ts"
import { type DifferenceOptions, difference } from "./difference.ts"
import { encodedValue } from "./html-text.ts"
import { attributesOf, childrenOf, innerHtml, isAddressable, isPermanent, outerHtml, rootOf, startTag } from "./html-tree.ts"
import type { ShownPage } from "./shown-page.ts"
import { targetId } from "./target-id.ts"

type Of<Verb extends Patch[0], Any extends Patch = Patch> = Any extends Patch ? (Verb extends Any[0] ? Any : never) : never
type Encode<Verb extends Patch[0]> = (page: ShownPage, patch: Of<Verb>, compare: boolean) => Patch[]

/** The patch as it is sent, and the page as it is then. Without `compare` the patch has been sent as it is. */
export function encoded(page: ShownPage, patch: Patch, compare: boolean): Patch[] {
  return encoderOf(patch[0])(page, patch, compare)
}

const untouched = (_: ShownPage, patch: Patch): Patch[] => [patch]

/** It was made for another page, or for this one by somebody else. */
function unknown(page: ShownPage, patch: Patch): Patch[] {
  page.forget()
  return [patch]
}

const encoders: { [Verb in Patch[0]]: Encode<Verb> } = {
  morph,
  body,
  update: (page, patch, compare) => content(page, patch, compare, (_, html) => html),
  append: (page, patch, compare) => content(page, patch, compare, (inner, html) => inner + html),
  prepend: (page, patch, compare) => content(page, patch, compare, (inner, html) => html + inner),
  replace: (page, patch) => beside(page, patch, (_, html) => html),
  before: (page, patch) => beside(page, patch, (element, html) => html + element),
  after: (page, patch) => beside(page, patch, (element, html) => element + html),
  remove,
  attributes,
  url: untouched,
  visit: untouched,
  title: untouched,
  scroll: untouched,
  focus: untouched,
  dispatch: untouched,
  flash: untouched,
  refresh: untouched,
  0: unknown,
  1: unknown,
  2: unknown,
  3: unknown,
  4: unknown,
  5: unknown,
  6: unknown,
}

/** Each encoder is found by the verb of the patch that it is given. */
function encoderOf(verb: Patch[0]): (page: ShownPage, patch: Patch, compare: boolean) => Patch[] {
  return encoders[verb] as (page: ShownPage, patch: Patch, compare: boolean) => Patch[]
}

function morph(page: ShownPage, patch: Of<"morph">, compare: boolean): Patch[] {
  const [, id, html] = patch
  const text = compare ? page.changeText(id, html) : undefined
  if (text) return text
  const before = compare ? page.element(id) : undefined
  const operations = before === undefined ? undefined : difference(id, before, html, known(page, id))
  page.showElement(id, html, operations !== undefined)
  if (before !== undefined && operations) page.changedBy(id, before, operations)
  return operations ?? [patch]
}

function body(page: ShownPage, patch: Of<"body">, compare: boolean): Patch[] {
  const [, html] = patch
  const before = compare ? page.body : undefined
  const operations = before === undefined ? undefined : difference("", before, html, { isKnown: true, bookmarks: page.bodyBookmarks })
  if (operations) page.bodyBecame(html)
  else if (isAddressable(html)) page.showBody(html)
  else page.forget()
  return operations ?? [patch]
}

/** Only what a browser is known to build as it is written is remembered. */
function known(page: ShownPage, id: string): DifferenceOptions {
  return { isKnown: true, bookmarks: page.bookmarks(id), isUnique: (attribute) => page.isUnique(attribute) }
}

/** What is taken away again by the browser leaves the target in a state that nobody here knows. */
function content(page: ShownPage, patch: Of<"update">, compare: boolean, combined: (inner: string, html: string) => string): Patch[] {
  const [verb, target, html, options] = patch
  const id = targetId(target)
  if (id === undefined || (verb !== "update" && page.has(html))) return unknown(page, patch)
  const before = verb !== "update" && page.mayHave(html) ? undefined : page.element(id)
  const combination =
    before === undefined || options?.removeAfter !== undefined ? undefined : withContent(before, (inner) => combined(inner, html))
  const after = combination && options?.limit !== undefined ? limited(combination, options.limit, verb) : combination
  if (before === undefined || after === undefined) return blurred(page, patch, id, html)
  const operations = compare ? difference(id, before, after, known(page, id)) : undefined
  if (operations && JSON.stringify(operations).length <= JSON.stringify(patch).length) {
    page.showElement(id, after, true)
    return operations
  }
  if (verb !== "update" && joinsTexts(before, html, verb)) return blurred(page, patch, id, html)
  page.showElement(id, after, operations !== undefined)
  return [patch]
}

function blurred(page: ShownPage, patch: Patch, id: string, html: string): Patch[] {
  page.blur(id)
  page.arrived(html)
  return [patch]
}

function withContent(element: string, content: (inner: string) => string): string | undefined {
  const node = rootOf(element)
  return node?.kind === "open" ? `${startTag(node)}${content(innerHtml(node))}</${node.tag?.name}>` : undefined
}

/** As the browser keeps it; undefined where there is more than elements in the list. */
function limited(element: string, limit: number, verb: Patch[0]): string | undefined {
  const node = rootOf(element)
  const children = node && childrenOf(node)
  if (!node || !children?.every(({ tag }) => tag)) return undefined
  const counted = children.filter((child) => !isPermanent(child))
  const surplus = new Set(verb === "append" ? counted.slice(0, -limit) : counted.slice(limit))
  const kept = children.filter((child) => !surplus.has(child))
  return `${startTag(node)}${kept.map(outerHtml).join("")}</${node.tag?.name}>`
}

/** A text beside a text: the browser has two then, and the markup one. */
function joinsTexts(before: string, html: string, verb: Patch[0]): boolean {
  const node = rootOf(before)
  const inner = node ? innerHtml(node) : ""
  if (inner === "" || html === "") return false
  return verb === "append" ? !inner.endsWith(">") && !html.startsWith("<") : !inner.startsWith("<") && !html.endsWith(">")
}

function beside(page: ShownPage, patch: Of<"replace">, combined: (element: string, html: string) => string): Patch[] {
  const [verb, target, html, options] = patch
  const id = targetId(target)
  if (id === undefined || options?.removeAfter !== undefined || (verb !== "replace" && (page.has(html) || page.mayHave(html))))
    return unknown(page, patch)
  page.splice(id, (element) => combined(element, html))
  page.arrived(html)
  return [patch]
}

function remove(page: ShownPage, patch: Of<"remove">): Patch[] {
  const id = targetId(patch[1])
  if (id === undefined || isLater(patch[2])) return unknown(page, patch)
  page.splice(id, () => "")
  return [patch]
}

function isLater(options: PatchOptions | undefined): boolean {
  return options?.removeAfter !== undefined
}

function attributes(page: ShownPage, patch: Of<"attributes">): Patch[] {
  const [, target, set, unset] = patch
  const id = targetId(target)
  if (id === undefined || isIdentity(Object.keys(set)) || isIdentity(unset)) return unknown(page, patch)
  const before = page.element(id)
  const after = before === undefined ? undefined : withAttributes(before, set, unset)
  if (after === undefined) page.blur(id)
  else page.showElement(id, after, false)
  return [patch]
}

function isIdentity(names: string[]): boolean {
  return names.some((name) => /^(?:id|data-key|data-liveview-permanent)$/i.test(name))
}

function withAttributes(element: string, set: Record<string, string>, unset: string[]): string | undefined {
  const node = rootOf(element)
  const present = node && attributesOf(node)
  if (!present || !node.tag) return undefined
  for (const name of unset) present.delete(name)
  for (const [name, value] of Object.entries(set)) present.set(name, encodedValue(value))
  const tag = [node.tag.name, ...[...present].map(([name, value]) => `${name}="${value}"`)].join(" ")
  return `<${tag}${node.tag.reading === "void" ? "/" : ""}>${element.slice(startTag(node).length)}`
}

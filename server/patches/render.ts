import { Fragment, isValidElement, type VNode } from "preact"
import { renderToStringAsync } from "preact-render-to-string"

import { AuthorError } from "../errors.ts"
import { isThenable } from "../jsx/awaited.ts"
import { type Children, jsx } from "../jsx/jsx-runtime.ts"
import type { Patch } from "../protocol.ts"
import { isNotFound, isRedirect, isRerender } from "./control-values.ts"
import { encodedValue } from "./html-text.ts"
import { hasMarker, isMarker, nextMarker, readMarker } from "./markers.ts"
import { OwnPatches } from "./own-patches.ts"
import { patchesSaid } from "./patch-verbs.ts"
import { plainPatches } from "./plain-patch.ts"
import { elementEnd, type Root, roots } from "./roots.ts"

export interface RenderOptions {
  /** Begins the message of an error: `Handler "message:create" (components/chat/chat.tsx)`. */
  where: string
  /**
   * What `rerender()` stands for, at the address of a `<Url>` beside it, where the patches are for one page. Without it each page that they
   * reach renders itself.
   */
  rerender?: (address?: string) => Promise<Patch[]>
}

/** Markup, and the patches that were in it. */
export interface Rendered {
  html: string
  patches: Patch[]
}

/** The whole patches of anything that a handler returns or gives to `send()`. Throws an `AuthorError` for what is none. */
export async function renderPatches(returned: unknown, options: RenderOptions): Promise<Patch[]> {
  const value = isThenable(returned) ? await returned : returned
  if (isNothing(value)) return []
  if (Array.isArray(value)) return allPatches(value, options)
  if (isFragment(value)) return renderPatches(value.props.children, options)
  if (isValidElement(value)) return rootPatches(await renderToStringAsync(value), options.where)
  if (isRedirect(value)) return [["visit", value.url]]
  if (isRerender(value)) return rerendered(options)
  if (value instanceof OwnPatches && options.rerender) return value.patches
  if (isPlainObject(value)) return plainPatches(value, options.where, async (html) => takenOut(await renderMarkup(html), options.where))
  throw new AuthorError(`${options.where} returned ${described(value)}.\n${expected}`)
}

/** In order. The page is rendered again when it is known at which address. */
async function allPatches(values: unknown[], options: RenderOptions): Promise<Patch[]> {
  const parts = await Promise.all(values.map((one) => (isRerender(one) ? undefined : renderPatches(one, options))))
  const address = parts.flatMap((patches) => patches ?? []).findLast((patch) => patch[0] === "url")?.[1]
  return (await Promise.all(parts.map((patches) => patches ?? rerendered(options, address)))).flat()
}

async function rerendered({ rerender }: RenderOptions, address?: string): Promise<Patch[]> {
  return rerender ? rerender(address) : [["refresh"]]
}

/** The HTML of a tree, in which everything async was awaited. */
export async function renderMarkup(children: unknown): Promise<string> {
  return renderToStringAsync(jsx(Fragment, { children }))
}

/** A whole document, and the patches that were in it. `where` begins the message of an error. */
export async function renderDocument(document: Children, where = "The document"): Promise<Rendered> {
  return takenOut(await renderMarkup(document), where)
}

function isFragment(value: unknown): value is VNode {
  return isValidElement(value) && value.type === Fragment
}

/** The patches of markup in which every element has an id or stands for a patch. */
function rootPatches(html: string, where: string): Patch[] {
  return roots(html).flatMap((root) =>
    root.kind === "element" && isMarker(root.html) ? markerPatches(root.html, where) : morph(root, where),
  )
}

function morph(root: Root, where: string): Patch[] {
  if (root.kind === "text") throw new AuthorError(`${where} returned the text ${JSON.stringify(root.text)}.\n${expected}`)
  if (root.id === undefined) throw new AuthorError(`${where} returned a <${root.tag}> without an id.\n${expected}`)
  const { html, patches } = takenOut(root.html, where)
  return [["morph", root.id, html], ...patches]
}

function markerPatches(html: string, where: string): Patch[] {
  const { verb, props, content } = readMarker(html)
  if (verb === "optimistic")
    throw new AuthorError(`${where} returned <Optimistic>.\nExpected it inside the element or form that triggers the event.`)
  const inner = takenOut(content, where)
  return [...patchesSaid(verb, props, inner.html, where), ...inner.patches]
}

/** Markup without the patch elements in it, and their patches in order. `<Optimistic>` stays, as a template. */
function takenOut(html: string, where: string): Rendered {
  if (!hasMarker(html)) return { html, patches: [] }
  const kept: string[] = []
  const patches: Patch[] = []
  let at = 0
  for (let start = nextMarker(html, 0); start >= 0; start = nextMarker(html, at)) {
    kept.push(html.slice(at, start))
    at = elementEnd(html, start)
    const marked = html.slice(start, at)
    if (readMarker(marked).verb === "optimistic") kept.push(optimistic(marked, where))
    else patches.push(...markerPatches(marked, where))
  }
  return { html: kept.join("") + html.slice(at), patches }
}

function optimistic(marked: string, where: string): string {
  const patches = rootPatches(readMarker(marked).content, where)
  return `<template data-liveview-optimistic="${encodedValue(JSON.stringify(patches))}"></template>`
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || typeof value === "boolean" || (typeof value === "string" && value.trim() === "")
}

function isPlainObject(value: unknown): value is object {
  return (
    typeof value === "object" &&
    value !== null &&
    [Object.prototype, null].includes(Object.getPrototypeOf(value)) &&
    Object.getOwnPropertySymbols(value).length === 0
  )
}

function described(value: unknown): string {
  if (typeof value === "string") return `the text ${JSON.stringify(value)}`
  if (isNotFound(value)) return "notFound(), which is for pages"
  if (value instanceof OwnPatches) return "what next() gave, which is for the page of the event alone"
  if (typeof value === "object") return `a ${value?.constructor?.name ?? "null"}`
  return typeof value === "function" ? "a function" : `the ${typeof value} ${String(value)}`
}

const expected = 'Expected an element with an id that is on the page, or a patch such as <Append target="#messages">.'

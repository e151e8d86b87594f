import { randomBytes } from "node:crypto"

import { jsx } from "../jsx/jsx-runtime.ts"
import type { JSX } from "../jsx/jsx-types.ts"
import { decodedText } from "./html-text.ts"
import { includes } from "./repeated-search.ts"

/** Name of the elements that stand for patches while a tree is rendered. It is random, so that no text or HTML of a visitor's can be one. */
const name = `livetsx-${randomBytes(12).toString("hex")}`
const open = `<${name} data-patch="`
const close = `</${name}>`

/** The element that stands for a patch: its verb and properties as JSON, and its content. */
export function marker(verb: string, given: object): JSX.Element {
  const { children, ...props }: { children?: unknown } = given
  return jsx(name, { "data-patch": JSON.stringify([verb, props]), children })
}

export function hasMarker(html: string): boolean {
  return includes(html, open)
}

/** Position of the next marker, or -1. */
export function nextMarker(html: string, from: number): number {
  return html.indexOf(open, from)
}

export function isMarker(html: string): boolean {
  return html.startsWith(open)
}

/** What the markup of a marker says. */
export function readMarker(html: string): { verb: string; props: Record<string, unknown>; content: string } {
  const jsonEnd = html.indexOf('"', open.length)
  const [verb, props] = parsed(decodedText(html.slice(open.length, jsonEnd)) ?? "")
  return { verb, props, content: html.slice(html.indexOf(">", jsonEnd) + 1, -close.length) }
}

/** Only `marker()` writes this JSON. */
function parsed(json: string): [verb: string, props: Record<string, unknown>] {
  return JSON.parse(json) as [string, Record<string, unknown>]
}

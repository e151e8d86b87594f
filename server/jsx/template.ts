import { randomBytes } from "node:crypto"

import { options, type VNode } from "preact"
import { renderToString } from "preact-render-to-string"

import { Attribute } from "./attribute.ts"
import { passKey } from "./keys.ts"

/** What stands in a hole: a child, the key of an element, one attribute of a tag, or an object of them, spread beside the attributes that are written out. */
export type Hole = "child" | "key" | { tag: string; name: string } | { tag: string; beside: readonly string[] }

type Tree = (...values: unknown[]) => VNode

/** Markup in pieces: after each piece but the last stands what fills a gap. */
export interface Parts {
  readonly pieces: readonly string[]
  readonly gaps: readonly Gap[]
  /** Values without which an element is known by its key in place of its id. */
  readonly identities: readonly number[]
}

export interface Gap {
  /** Position of the value, or -1: the key that is passed on. */
  readonly value: number
  /** Of an attribute or a key; undefined: a child or a spread object. */
  readonly attribute: Attribute | undefined
}

/**
 * A tree of elements in which only some places differ from one rendering to the next. Its markup is rendered once, by Preact from the tree itself,
 * and kept in pieces; where that cannot be cut at the holes, or a value is none that the pieces are made for, the tree is what is rendered.
 */
export class Template {
  readonly type: string
  readonly holes: readonly Hole[]
  readonly tree: Tree
  readonly hasKeys: boolean
  #plain: Parts | "uncut" | undefined
  #keyed: Parts | "uncut" | undefined

  constructor(type: string, holes: readonly Hole[], tree: Tree) {
    this.type = type
    this.holes = holes
    this.tree = tree
    this.hasKeys = holes.includes("key")
  }

  /** `isKeyed`: a key of a component is passed on to the root element. */
  parts(isKeyed: boolean): Parts | "uncut" {
    if (isKeyed) {
      this.#keyed ??= cut(this, `${mark}key.`)
      return this.#keyed
    }
    this.#plain ??= cut(this, undefined)
    return this.#plain
  }
}

/** No text of an author's is this. */
const mark = `livetsx-${randomBytes(12).toString("hex")}-`

function cut({ holes, tree }: Template, passed: string | undefined): Parts | "uncut" {
  const marks = holes.map((_, index) => `${mark}${index}.`)
  const filled = tree(...holes.map((hole, index) => (isSpread(hole) ? { [`data-${marks[index]}`]: "" } : marks[index])))
  const html = withoutHooks(() => renderToString(asVNode(passKey(filled, passed))))
  const found = holes.map((hole, index) => place(html, marks[index] ?? "", hole, index))
  if (passed !== undefined) found.push(place(html, passed, "key", -1))
  const places = found.filter((one) => one !== undefined)
  if (places.length < found.length) return "uncut"
  const present = places.filter((one) => one !== absent).sort((one, other) => one.start - other.start)
  return { ...pieces(html, present), identities: places.includes(absent) ? identities(present) : [] }
}

interface Place {
  start: number
  end: number
  gap: Gap
}

/** A key is not in the markup of an element that has an id. */
const absent: Place = { start: -1, end: -1, gap: { value: -1, attribute: undefined } }

/** Where the hole is in the markup; undefined where it is not there once. */
function place(html: string, text: string, hole: Hole, value: number): Place | undefined {
  const at = html.indexOf(text)
  if (at < 0) return hole === "key" ? absent : undefined
  if (html.includes(text, at + text.length)) return undefined
  if (hole === "child") return { start: at, end: at + text.length, gap: { value, attribute: undefined } }
  const start = html.lastIndexOf(" ", at)
  if (isSpread(hole)) return { start, end: at + text.length, gap: { value, attribute: undefined } }
  const name = html.slice(start + 1, at - 2)
  if (html.slice(at - 2, at) !== '="' || html[at + text.length] !== '"') return undefined
  return { start, end: at + text.length + 1, gap: { value, attribute: new Attribute(name) } }
}

function pieces(html: string, places: readonly Place[]): { pieces: string[]; gaps: Gap[] } {
  const ends = [0, ...places.map(({ end }) => end)]
  return { pieces: ends.map((end, index) => html.slice(end, places[index]?.start)), gaps: places.map(({ gap }) => gap) }
}

function identities(places: readonly Place[]): number[] {
  return places.flatMap(({ gap }) => (gap.attribute?.isIdentity ? [gap.value] : []))
}

function isSpread(hole: Hole): hole is { tag: string; beside: readonly string[] } {
  return typeof hole === "object" && "beside" in hole
}

/** A component may be rendering now, and Preact's hooks must not hear of elements that are none of its own. */
function withoutHooks<Value>(render: () => Value): Value {
  const hooks = { ...options }
  for (const name of Object.keys(options)) Reflect.set(options, name, undefined)
  try {
    return render()
  } finally {
    Object.assign(options, hooks)
  }
}

/** What `passKey` gives back for an element is an element. */
function asVNode(value: unknown): VNode {
  return value as VNode
}

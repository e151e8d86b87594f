import { Fragment, isValidElement, options, type VNode } from "preact"
import { jsx } from "preact/jsx-runtime"

import { escaped } from "./attribute.ts"
import { awaitedChildren } from "./awaited.ts"
import { Keyable, passKey } from "./keys.ts"
import { isHarmless, refusal } from "./markup-guard.ts"
import { Spread } from "./spread.ts"
import { type Hole, Template } from "./template.ts"

/** What compiled TSX declares once for every place where it has an element: its tag, its holes, and the tree in which they are. */
export function template(type: string, holes: readonly Hole[], tree: (...values: unknown[]) => VNode): Template {
  return new Template(type, holes, tree)
}

/**
 * What compiled TSX has in place of `jsx()`: the element with these values in its holes. Promises are awaited here and now; and where a value would run code,
 * the tree is made here and now, which refuses it.
 */
export function fill(template: Template, ...values: unknown[]): VNode {
  const { holes } = template
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    const hole = holes[index]
    if (hole === "child") {
      if (typeof value === "object" && value !== null) values[index] = awaitedChildren(value)
    } else if (typeof hole === "object" && "beside" in hole) {
      const spread = Spread.of(hole.tag, asProps(value), hole.beside)
      if (!spread) return refused(template, values)
      values[index] = spread
    } else if (typeof hole === "object" && !isHarmless(hole.name) && refusal(hole.tag, hole.name, value) !== undefined) {
      return refused(template, values)
    }
  }
  return asVNode(new Filled(template, values, undefined))
}

/** What the tree throws is told of the place where it is filled: it itself stands nowhere in the source. */
function refused(template: Template, values: readonly unknown[]): VNode {
  try {
    return grown(template, values)
  } catch (error) {
    if (error instanceof Error) Error.captureStackTrace(error, fill)
    throw error
  }
}

function grown({ tree }: Template, values: readonly unknown[]): VNode {
  return tree(...values.map((value) => (value instanceof Spread ? value.props : value)))
}

/** An element of compiled TSX. Who looks into it, or clones it, finds the tree; Preact's renderer finds its markup. */
class Filled extends Keyable {
  readonly #template: Template
  readonly #values: unknown[]
  readonly #passed: string | undefined
  #tree: VNode | undefined
  #rendering: object | undefined
  /** Preact's name for what an element stands in. */
  __: unknown = undefined

  constructor(template: Template, values: unknown[], passed: string | undefined) {
    super()
    this.#template = template
    this.#values = values
    this.#passed = passed
  }

  get type(): unknown {
    return this.#rendering ? Fragment : this.#template.type
  }

  /** Once after `prepare()`: the markup, as Preact's renderer takes it from a compiler. */
  get props(): unknown {
    const rendering = this.#rendering
    if (!rendering) return this.tree.props
    this.#rendering = undefined
    return rendering
  }

  get key(): unknown {
    return this.tree.key
  }

  get ref(): unknown {
    return this.tree.ref
  }

  get tree(): VNode {
    this.#tree ??= asVNode(passKey(grown(this.#template, this.#values), this.#passed))
    return this.#tree
  }

  override withKey(key: string): unknown {
    return new Filled(this.#template, this.#values, key)
  }

  /** Preact's renderer is about to read what this is. */
  prepare(): void {
    const writer = new Writer()
    this.write(writer)
    this.#rendering = writer.result
  }

  write(writer: Writer): void {
    // Who has looked into it may have changed it.
    if (this.#tree) {
      writer.element(this.#tree)
      return
    }
    const before = writer.state()
    if (this.#written(writer)) return
    writer.restore(before)
    writer.element(this.tree)
  }

  #written(writer: Writer): boolean {
    const parts = this.#template.parts(this.#passed !== undefined)
    if (parts === "uncut") return false
    const { pieces, gaps, identities } = parts
    for (const index of identities) if (this.#values[index] === undefined || this.#values[index] === null) return false
    let index = 0
    for (const gap of gaps) {
      writer.html += pieces[index++]
      const value = gap.value < 0 ? this.#passed : this.#values[gap.value]
      if (gap.attribute) {
        const written = gap.attribute.written(value)
        if (written === undefined) return false
        writer.html += written
      } else if (value instanceof Spread) {
        if (value.written === undefined || (value.identifies && this.#isKeyed)) return false
        writer.html += value.written
      } else if (!writer.child(value)) return false
    }
    writer.html += pieces[index]
    return true
  }

  get #isKeyed(): boolean {
    return this.#template.hasKeys || this.#passed !== undefined
  }
}

// What makes an object an element for Preact, which no JSON can hold.
Object.defineProperty(Filled.prototype, "constructor", { value: Reflect.get(jsx("a", {}), "constructor") })

/** Markup as far as it is known, and the elements that Preact has to render, in between. */
class Writer {
  html = ""
  #pieces: string[] = []
  #elements: unknown[] = []

  get result(): object {
    return { tpl: [...this.#pieces, this.html], exprs: this.#elements }
  }

  /** False: only Preact knows what to make of such a value. */
  child(value: unknown): boolean {
    if (typeof value === "string") this.html += escaped(value)
    else if (typeof value === "number") this.html += value
    else if (typeof value === "object" && value !== null) return this.#object(value)
    else return typeof value !== "symbol" && typeof value !== "bigint" && typeof value !== "function"
    return true
  }

  #object(value: object): boolean {
    if (value instanceof Filled) value.write(this)
    else if (Array.isArray(value)) return this.#list(value)
    else if (isValidElement(value)) this.element(value)
    else return false
    return true
  }

  #list(values: readonly unknown[]): boolean {
    for (const value of values) if (!this.child(value)) return false
    return true
  }

  element(element: unknown): void {
    this.#pieces.push(this.html)
    this.#elements.push(element)
    this.html = ""
  }

  state(): { html: string; count: number } {
    return { html: this.html, count: this.#elements.length }
  }

  restore({ html, count }: { html: string; count: number }): void {
    this.html = html
    this.#pieces.length = count
    this.#elements.length = count
  }
}

/** `__b` is Preact's name of the hook that is called before an element is rendered, the same in all its releases. */
const hooks: { __b?: (element: unknown) => void } = options as object
const before = hooks.__b
hooks.__b = (element) => {
  if (element instanceof Filled) element.prepare()
  before?.(element)
}

/** Compiled TSX spreads it into a new object. */
function asProps(value: unknown): Record<string, unknown> {
  return value as Record<string, unknown>
}

/** It has what Preact reads of an element. */
function asVNode(value: unknown): VNode {
  return value as VNode
}

import { Component, Fragment, type VNode } from "preact"
import { jsx, jsxTemplate } from "preact/jsx-runtime"
import { renderToStringAsync } from "preact-render-to-string"

import { passKey } from "./keys.ts"

/** Children in which each promise is a boundary that is rendered when it has settled. */
export function awaitedChildren(children: unknown): unknown {
  if (typeof children !== "object" || children === null) return children
  if (isThenable(children)) return awaited(children)
  return Array.isArray(children) && children.some(holdsPromise) ? children.map(awaitedChildren) : children
}

/** An element that is rendered when the promise has settled; meanwhile its siblings are. A rejection rejects the rendering. */
export function awaited(promise: PromiseLike<unknown>, key?: unknown): VNode {
  return jsx(Boundary, { settling: new Settling(promise), of: key })
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function"
}

function holdsPromise(child: unknown): boolean {
  return typeof child === "object" && child !== null && (Array.isArray(child) ? child.some(holdsPromise) : isThenable(child))
}

interface BoundaryProps {
  settling: Settling
  /** Key of the element that was awaited, for the root element that comes out of it. */
  of: unknown
}

/** The component that Preact comes back to when what its child threw has settled. */
function Boundary(props: BoundaryProps) {
  return jsx(Settled, props)
}

/** A class, since Preact marks only functions that suspend with comments in the markup. */
class Settled extends Component<BoundaryProps> {
  override getChildContext() {
    return { [depth]: this.#depth() + 1 }
  }

  override render({ settling, of }: BoundaryProps) {
    const value = passKey(awaitedChildren(settling.value()), of)
    if (this.#depth() % deepest !== deepest - 1) return jsx(Fragment, { children: rendered(value) })
    return awaited(renderedApart(rendered(value), { ...this.#inherited(), ...this.getChildContext() }))
  }

  #depth(): number {
    const value: unknown = this.#inherited()[depth]
    return typeof value === "number" ? value : 0
  }

  #inherited(): Record<string, unknown> {
    return this.context ?? {}
  }
}

const depth = "livetsx.depth"
/** Preact gives up on promises nested deeper than 25 and prints "[object Promise]": before that, what is inside is rendered by itself. */
const deepest = 20

async function renderedApart(children: VNode, context: Record<string, unknown>): Promise<VNode> {
  return jsxTemplate([await renderToStringAsync(jsx(Fragment, { children }), context)])
}

/** Preact's types do not know what the functions above let through: every value that is not an element is rendered as text or nothing. */
function rendered(value: unknown): VNode {
  return value as VNode
}

/** A promise as Preact's renderer wants it thrown: `then` calls back when it has settled either way, and a renderer that gave up leaves no unhandled rejection. */
class Settling {
  #outcome: { value: unknown } | { error: unknown } | undefined
  readonly #settled: Promise<void>

  constructor(promise: PromiseLike<unknown>) {
    this.#settled = Promise.resolve(promise).then(
      (value) => this.#settle({ value }),
      (error: unknown) => this.#settle({ error }),
    )
  }

  #settle(outcome: { value: unknown } | { error: unknown }): void {
    this.#outcome = outcome
  }

  value(): unknown {
    if (!this.#outcome) throw this
    if ("error" in this.#outcome) throw this.#outcome.error
    return this.#outcome.value
  }

  // biome-ignore lint/suspicious/noThenProperty: Preact's protocol for suspending.
  then(settled: () => unknown): Promise<unknown> {
    const rendering = this.#settled.then(settled)
    rendering.catch(() => {})
    return rendering
  }
}

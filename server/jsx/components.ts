import type { VNode } from "preact"

import { AuthorError } from "../errors.ts"
import { awaited, awaitedChildren, isThenable } from "./awaited.ts"
import { passKey } from "./keys.ts"

/** A component as Preact calls it: `this` holds the element, and hooks and context depend on it. */
type FunctionComponent = (this: Instance, props: unknown, context: unknown) => unknown
/** `__v` is Preact's name of the element that a component instance renders, the same in all its releases. */
type Instance = { __v?: VNode } | undefined

const adapted = new WeakMap<FunctionComponent, FunctionComponent>()

/** The component as Preact can render it: its promise is awaited, and its key passed on to its root element. Made once a component. */
export function adaptedComponent(type: FunctionComponent): FunctionComponent {
  const known = adapted.get(type)
  if (known) return known
  if (typeof type !== "function")
    throw new AuthorError(
      `An element expected a tag or a component, got ${type === undefined ? "undefined (is its module imported in a circle?)" : String(type)}.`,
    )
  const component = isClass(type) ? type : adapt(type)
  adapted.set(type, component)
  return component
}

function adapt(type: FunctionComponent): FunctionComponent {
  function component(this: Instance, props: unknown, context: unknown): unknown {
    const returned = type.call(this, props, context)
    const key: unknown = this?.__v?.key
    return isThenable(returned) ? awaited(returned, key) : passKey(awaitedChildren(returned), key)
  }
  // What Preact reads of a component, such as `contextType`; and its name, for error messages.
  Object.defineProperty(component, "name", { value: type.name })
  return Object.assign(component, type)
}

function isClass(type: FunctionComponent): boolean {
  return typeof type.prototype?.render === "function"
}

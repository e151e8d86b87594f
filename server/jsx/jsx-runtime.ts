import { Fragment, type VNode } from "preact"
import { jsx as createElement } from "preact/jsx-runtime"

import { awaitedChildren } from "./awaited.ts"
import { adaptedComponent } from "./components.ts"
import { withDataKey } from "./keys.ts"
import { tellLostChildren } from "./lost-children.ts"
import { guarded } from "./markup-guard.ts"
import { hasRawText, withRawText } from "./raw-text.ts"

export { fill, template } from "./filled.ts"
export type { Children, JSX } from "./jsx-types.ts"
export { Fragment, jsx as jsxDEV, jsx as jsxs }

type Props = Record<string, unknown>
type Type = string | Parameters<typeof adaptedComponent>[0] | typeof Fragment

/** What TSX is compiled to: one element, with promises awaited, keys kept in the markup and nothing in it that would run code. */
export function jsx(type: Type, props: Props | null, key?: unknown): VNode {
  if (typeof type === "string") {
    tellLostChildren(type, props?.children)
    return element(type, settledProps(withDataKey(safeProps(type, props ?? {}), key)), key)
  }
  if (type === Fragment) {
    tellLostChildren("", props?.children)
    return element(type, settledProps(props ?? {}), key)
  }
  return element(adaptedComponent(component(type)), props ?? {}, key)
}

function safeProps(tag: string, props: Props): Props {
  const safe = guarded(tag, props)
  return hasRawText(tag) ? withRawText(tag, safe) : safe
}

function settledProps(props: Props): Props {
  const children = awaitedChildren(props.children)
  return children === props.children ? props : { ...props, children }
}

/** `Fragment` is told apart before: what is left is a component. */
function component(type: Exclude<Type, string>): Parameters<typeof adaptedComponent>[0] {
  return type as Parameters<typeof adaptedComponent>[0]
}

/** Preact's types distinguish tags from components and their properties; here they are the author's, checked by `JSX`. */
function element(type: Type, props: Props, key: unknown): VNode {
  return createElement(type as string, props, key as string)
}

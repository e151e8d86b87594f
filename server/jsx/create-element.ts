import type { VNode } from "preact"

import { jsx } from "./jsx-runtime.ts"

/** What compilers write in place of `jsx()` where a `key` follows a spread: `<Row {...row} key={row.id} />`. */
export function createElement(type: Parameters<typeof jsx>[0], given: Record<string, unknown> | null, ...children: unknown[]): VNode {
  const { key, ...props } = given ?? {}
  if (children.length > 0) props.children = children.length === 1 ? children[0] : children
  return jsx(type, props, key)
}

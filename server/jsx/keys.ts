import { cloneElement, Fragment, isValidElement, type VNode } from "preact"
import { jsx } from "preact/jsx-runtime"

/** An element that has a key and no id is known to patches by its `data-key`. */
export function withDataKey(props: Record<string, unknown>, key: unknown): Record<string, unknown> {
  if (key === undefined || key === null || (props.id !== undefined && props.id !== null)) return props
  return "data-key" in props ? props : { ...props, "data-key": key }
}

/** What can be given a key when it is an element already. */
export abstract class Keyable {
  abstract withKey(key: string): unknown
}

/** What a component returned, with the component's key on the root element: the outer key is the one that tells siblings apart. */
export function passKey(value: unknown, key: unknown): unknown {
  if (key === undefined || key === null) return value
  if (Array.isArray(value)) return passToOnly(value, key)
  if (value instanceof Keyable) return value.withKey(String(key))
  if (!isElement(value)) return value
  if (value.type === Fragment) return cloneElement(value, { children: passToOnly(value.props.children, key) })
  if (typeof value.type !== "string") return cloneElement(value, { key: String(key) })
  const { "data-key": own, ...props } = value.props
  return jsx(value.type, withDataKey(own === undefined || own === value.key ? props : value.props, key), String(key))
}

/** Of several elements none is the root. */
function passToOnly(children: unknown, key: unknown): unknown {
  if (!Array.isArray(children)) return passKey(children, key)
  const present = children.filter((child) => child !== null && child !== undefined && typeof child !== "boolean")
  return present.length === 1 ? passKey(present[0], key) : children
}

function isElement(value: unknown): value is VNode<Record<string, unknown>> {
  return isValidElement(value)
}

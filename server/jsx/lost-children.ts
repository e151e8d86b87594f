import { isValidElement } from "preact"

import { isThenable } from "./awaited.ts"
import { markupRefused } from "./markup-policy.ts"

/** A date, a map or any other object is nothing to Preact: it would be missing without a word. */
export function tellLostChildren(tag: string, children: unknown): void {
  if (typeof children !== "object" || children === null || isValidElement(children) || isThenable(children)) return
  if (Array.isArray(children)) for (const child of children) tellLostChildren(tag, child)
  else markupRefused(`<${tag}> has ${nameOf(children)} as a child. Expected text, numbers, elements, or arrays of them.`)
}

function nameOf(value: object): string {
  const name = value.constructor?.name
  return name && name !== "Object" ? `an object (${name})` : "an object"
}

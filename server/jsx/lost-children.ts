import { isValidElement } from "preact"

import { isThenable } from "./awaited.ts"
import { markupRefused } from "./markup-policy.ts"

/** A date, a map or any other object is nothing to Preact, and neither is a function that nobody called: they would be missing without a word. */
export function tellLostChildren(tag: string, children: unknown): void {
  if (typeof children === "function") return tell(tag, "a function that is not called")
  if (typeof children !== "object" || children === null || isValidElement(children) || isThenable(children)) return
  if (Array.isArray(children)) for (const child of children) tellLostChildren(tag, child)
  else tell(tag, nameOf(children))
}

function tell(tag: string, got: string): void {
  markupRefused(`<${tag}> has ${got} as a child. Expected text, numbers, elements, or arrays of them.`)
}

function nameOf(value: object): string {
  const name = value.constructor?.name
  return name && name !== "Object" ? `an object (${name})` : "an object"
}

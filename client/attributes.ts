import { noteLeft, write } from "./changes.ts"
import { attributeNames, baseOf } from "./foreign.ts"
import { isHalfWritten, touchField } from "./fields.ts"

/** Merges the attributes of the server's new element into the page's. */
export function mergeAttributes(element: Element, next: Element, only = ""): void {
  for (const name of next.getAttributeNames()) if (name.startsWith(only)) mergeAttribute(element, name, next.getAttribute(name))
  for (const name of attributeNames(element)) {
    if (name.startsWith(only) && !next.hasAttribute(name)) mergeAttribute(element, name, null)
  }
}

/** Merges one attribute, null where the server has none: what others changed stays, except where the server changed it too. */
export function mergeAttribute(element: Element, name: string, theirs: string | null): void {
  const base = baseOf(element, name)
  // A nonce is hidden by the browser and new with each response; a script must not start because it was patched.
  if (theirs === base || name === "nonce" || element.localName === "script") return
  if (/^(value|min|max)$/.test(name) && isHalfWritten(element)) return noteLeft()
  touchField(element)
  const mine = element.getAttribute(name)
  if (theirs === null && name === "open" && element instanceof HTMLDialogElement) element.close()
  write(element, name, mergedValue(name, base, mine, theirs), theirs)
}

/** What becomes of an attribute that both sides may have changed since it was `base`. */
export function mergedValue(name: string, base: string | null, mine: string | null, theirs: string | null): string | null {
  return (mine !== base && merges[name]?.(base ?? "", mine ?? "", theirs ?? "")) || theirs
}

/** Attributes that are lists: each side adds to them and takes from them. */
const merges: Record<string, (base: string, mine: string, theirs: string) => string> = { class: mergeTokens, style: mergeDeclarations }

function mergeTokens(base: string, mine: string, theirs: string): string {
  const [before, result, after] = [tokens(base), tokens(mine), tokens(theirs)]
  for (const token of before) if (!after.has(token)) result.delete(token)
  for (const token of after) if (!before.has(token)) result.add(token)
  return [...result].join(" ")
}

function tokens(value: string): Set<string> {
  return new Set(value.split(/\s+/).filter(Boolean))
}

function mergeDeclarations(base: string, mine: string, theirs: string): string {
  const [before, result, after] = [declarations(base), declarations(mine), declarations(theirs)]
  for (const name of before) if (!after.getPropertyValue(name)) result.removeProperty(name)
  for (const name of after) {
    const value = after.getPropertyValue(name)
    if (value !== before.getPropertyValue(name)) result.setProperty(name, value, after.getPropertyPriority(name))
  }
  return result.cssText
}

function declarations(text: string): CSSStyleDeclaration {
  const { style } = document.createElement("i")
  style.cssText = text
  return style
}

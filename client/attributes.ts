import { write } from "./changes.ts"
import { baseAttribute, changedAttributes } from "./foreign.ts"
import { touchField } from "./fields.ts"

/** Merges the attributes of the server's new element into the page's. */
export function mergeAttributes(element: Element, next: Element, only = ""): void {
  const names = new Set([...element.getAttributeNames(), ...changedAttributes(element), ...next.getAttributeNames()])
  for (const name of names) if (name.startsWith(only)) mergeAttribute(element, name, next.getAttribute(name))
}

/** Merges one attribute, null where the server has none: what others changed stays, except where the server changed it too. */
export function mergeAttribute(element: Element, name: string, theirs: string | null): void {
  const base = baseAttribute(element, name)
  // A nonce is hidden by the browser and new with each response; a script must not start because it was patched.
  if (theirs === base || name === "nonce" || element.localName === "script") return
  touchField(element)
  const mine = element.getAttribute(name)
  const merged = mine !== base && merges[name]?.(base ?? "", mine ?? "", theirs ?? "")
  if (theirs === null && name === "open" && element instanceof HTMLDialogElement) element.close()
  write(element, name, merged || theirs, theirs)
}

/** Attributes that are lists: each side adds to them and takes from them. */
const merges: Record<string, (base: string, mine: string, theirs: string) => string> = { class: mergeTokens, style: mergeDeclarations }

function mergeTokens(base: string, mine: string, theirs: string): string {
  const before = tokens(base)
  const after = tokens(theirs)
  const kept = [...tokens(mine)].filter((token) => after.has(token) || !before.has(token))
  return [...new Set([...kept, ...[...after].filter((token) => !before.has(token))])].join(" ")
}

function tokens(value: string): Set<string> {
  return new Set(value.split(/\s+/).filter(Boolean))
}

function mergeDeclarations(base: string, mine: string, theirs: string): string {
  const [before, result, after] = [declarations(base), declarations(mine), declarations(theirs)]
  for (const name of new Set([...before, ...after])) {
    const value = after.getPropertyValue(name)
    const priority = after.getPropertyPriority(name)
    if (value === before.getPropertyValue(name) && priority === before.getPropertyPriority(name)) continue
    if (value) result.setProperty(name, value, priority)
    else result.removeProperty(name)
  }
  return result.cssText
}

function declarations(text: string): CSSStyleDeclaration {
  const { style } = document.createElement("i")
  style.cssText = text
  return style
}

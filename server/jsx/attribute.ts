import { isHarmless } from "./markup-guard.ts"

/** An attribute as Preact writes it, by its name in the markup. */
export class Attribute {
  /** No value of it could run code. */
  readonly isHarmless: boolean
  /** It tells the element from others, in place of a key. */
  readonly isIdentity: boolean
  readonly #empty: string
  readonly #start: string
  /** `true` and `false` are written as words: in `aria-*`, `data-*` and a few others. */
  readonly #isEnumerated: boolean
  /** Rows of a list have many attributes alike: what comes a second time is put together once. */
  #last = ""
  #lastWritten: string | undefined

  constructor(name: string) {
    this.isHarmless = isHarmless(name)
    this.isIdentity = name === "id" || name === "data-key"
    this.#empty = ` ${name}`
    this.#start = ` ${name}="`
    this.#isEnumerated = name[4] === "-" || name === "draggable" || name === "spellcheck"
  }

  /** Undefined: only Preact knows what to make of such a value. */
  written(value: unknown): string | undefined {
    if (typeof value === "string") return this.#text(value)
    if (typeof value === "number") return `${this.#start}${value}"`
    if (value === null || value === undefined) return ""
    if (typeof value !== "boolean") return undefined
    if (this.#isEnumerated) return `${this.#start}${value}"`
    return value ? this.#empty : ""
  }

  #text(value: string): string {
    if (value === "") return this.#empty
    if (value !== this.#last) {
      this.#last = value
      this.#lastWritten = undefined
      return `${this.#start}${escaped(value)}"`
    }
    this.#lastWritten ??= [this.#start, escaped(value), '"'].join("")
    return this.#lastWritten
  }
}

/** Attributes that mean the same on every element, by what Preact calls them. */
const plain = new Map<string, Attribute | undefined>()
/** Names may come from visitors by a spread object: what is remembered of them is bounded. */
const mostNames = 2_000

/** The attribute of this name, if it means the same on every element. Preact changes names with capitals, each by rules of its own; and `value` becomes the content of some elements. */
export function plainAttribute(name: string): Attribute | undefined {
  const known = plain.get(name)
  if (known || plain.has(name)) return known
  const attribute = /^[a-z][a-z\d_.$:-]*$/.test(name) && !special.has(name) ? new Attribute(name) : undefined
  if (plain.size < mostNames) plain.set(name, attribute)
  return attribute
}

const special = new Set(["children", "key", "ref", "value"])

/** Text as Preact writes it, between tags and in values. */
export function escaped(text: string): string {
  return isPlainText(text) ? text : text.replace(/["&<]/g, (character) => entities[character] ?? "")
}

const entities: Record<string, string> = { '"': "&quot;", "&": "&amp;", "<": "&lt;" }

/** A pattern takes longer to begin than a short text to end. */
function isPlainText(text: string): boolean {
  if (text.length > 48) return !/["&<]/.test(text)
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 34 || code === 38 || code === 60) return false
  }
  return true
}

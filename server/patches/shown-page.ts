import { encodedValue } from "./html-text.ts"
import { isAddressable } from "./html-tree.ts"
import { elementEnd } from "./roots.ts"
import { Segment } from "./segment.ts"

/** More elements than this are not known one by one. */
const mostKnown = 256

/** What is known of what a page shows: its body; or, where that is not known, elements that it was sent whole. */
export class ShownPage {
  #body: Segment | undefined
  /** Attribute of the id → element. */
  readonly #known = new Map<string, Segment>()

  get body(): string | undefined {
    return this.#body?.html
  }

  /** Characters held. */
  get size(): number {
    return [...this.#segments()].reduce((size, segment) => size + segment.size, 0)
  }

  /** Whether the body is this markup, but for what was shown in its holes. */
  holds(html: string): boolean {
    return this.#body?.isMadeOf(html) ?? false
  }

  forget(): void {
    this.#body = undefined
    this.#known.clear()
  }

  /** The page shows this body, whatever it showed before. */
  showBody(html: string): void {
    this.forget()
    this.#body = new Segment(html)
  }

  /** What the element shows. Undefined: it is not known, or there are several of this id. */
  element(id: string): string | undefined {
    return this.#segment(id)?.html
  }

  /** The element shows this now, if it is on the page. `isSure`: a browser is known to build from it what its tags say. */
  showElement(id: string, html: string, isSure: boolean): void {
    const segment = this.#segment(id)
    const shown = isSure || isAddressable(html) ? html : undefined
    this.arrived(html, id)
    if (segment) segment.html = shown
    else if (shown !== undefined && !this.#isWhole) this.#known.set(attributeOf(id), new Segment(shown))
    if (this.#known.size > mostKnown) this.#known.clear()
  }

  /** Nobody knows what the element shows. */
  blur(id: string): void {
    const segment = this.#segment(id)
    if (segment) segment.html = undefined
  }

  /** Elements that come with this markup are what it says. */
  arrived(html: string, id?: string): void {
    for (const attribute of this.#known.keys()) if ((id === undefined || attribute !== attributeOf(id)) && html.includes(attribute)) this.#known.delete(attribute)
  }

  /** How often the attribute ` id="…"` stands on the page, as far as it is known. */
  count(attribute: string): number {
    let count = 0
    for (const segment of this.#segments()) count += segment.count(attribute)
    return count
  }

  /** Whether the attribute can serve as an anchor: it is known that no other element has it. */
  isUnique(attribute: string): boolean {
    return this.#isWhole && this.count(attribute) <= 1
  }

  /** Whether an element of this markup is on the page already. */
  has(html: string): boolean {
    return [...html.matchAll(/ id="[^"]*"/g)].some(([attribute]) => this.count(attribute) > 0)
  }

  /** Whether an element of this markup may be where nobody knows what is: it is replaced there, in place of arriving. */
  mayHave(html: string): boolean {
    return !this.#isWhole && html.includes(" id=")
  }

  /** Puts markup in place of the element, or beside it. What cannot be followed is forgotten. */
  splice(id: string, spliced: (element: string) => string): void {
    const attribute = attributeOf(id)
    if (this.count(attribute) === 0) return
    const own = this.#known.get(attribute)
    if (own) return void this.#known.delete(attribute)
    const owner = [...this.#segments()].find((segment) => segment.count(attribute) === 1)
    const html = this.count(attribute) === 1 ? owner?.html : undefined
    const result = html === undefined ? undefined : splicedAt(html, attribute, spliced)
    if (owner && result !== undefined && isAddressable(result)) owner.html = result
    else this.forget()
  }

  get #isWhole(): boolean {
    return this.#body?.isKnown ?? false
  }

  *#segments(): Generator<Segment> {
    if (this.#body) yield this.#body
    yield* this.#known.values()
  }

  /** An element that stands twice, or where patches leave the page alone, is followed no further. */
  #segment(id: string): Segment | undefined {
    const attribute = attributeOf(id)
    const count = this.count(attribute)
    if (count === 0) return this.#known.get(attribute)
    const found = count === 1 ? (this.#known.get(attribute) ?? this.#found(attribute)) : undefined
    if (!found) this.forget()
    return found
  }

  /** Where not all of the page is known, an element inside of what is may not be the first of its id: it is not followed until it was sent whole. */
  #found(attribute: string): Segment | undefined {
    for (const segment of this.#segments()) {
      const found = segment.find(attribute)
      if (found && !this.#isWhole) found.html = undefined
      if (found) return found
    }
    return undefined
  }
}

function attributeOf(id: string): string {
  return ` id="${encodedValue(id)}"`
}

/** Undefined where a text would come to stand beside a text: the browser has two then, and the markup one. */
function splicedAt(html: string, attribute: string, spliced: (element: string) => string): string | undefined {
  const start = html.lastIndexOf("<", html.indexOf(attribute))
  const end = elementEnd(html, start)
  const result = spliced(html.slice(start, end))
  const isBetweenTags = html[start - 1] === ">" || html[end] === "<"
  const isElements = result === "" ? isBetweenTags : result.startsWith("<") && result.endsWith(">")
  return isElements ? html.slice(0, start) + result + html.slice(end) : undefined
}

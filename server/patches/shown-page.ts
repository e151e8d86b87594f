import type { Difference } from "../protocol.ts"
import type { Bookmarks } from "./bookmarks.ts"
import { encodedValue } from "./html-text.ts"
import { isAddressable } from "./html-tree.ts"
import { elementEnd } from "./roots.ts"
import { Segment } from "./segment.ts"
import { textDifference, textPlace } from "./text-place.ts"

/** More elements than this are not known one by one. */
const mostKnown = 256
/** More holes than this are filled, so that looking through them stays cheap. */
const mostFollowed = 32
/** On a longer page, looking for other elements of an id takes longer than the bytes that it saves. */
const longest = 50_000

/** What is known of what a page shows: its body; or, where that is not known, elements that it was sent whole. */
export class ShownPage {
  #body: Segment | undefined
  /** Attribute of the id → element. */
  readonly #known = new Map<string, Segment>()
  /** Attribute of an id that stands once → its element, found before. */
  readonly #followed = new Map<string, Segment>()

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
    this.#followed.clear()
  }

  /** The page shows this body, whatever it showed before. */
  showBody(html: string): void {
    this.forget()
    this.#body = new Segment(html)
  }

  /** The page shows this body, by a difference from what it showed. */
  bodyBecame(html: string): void {
    const body = this.#body
    this.forget()
    this.#body = body
    body?.become(html)
  }

  /** In the body as it is. */
  get bodyBookmarks(): Bookmarks | undefined {
    return this.#body?.bookmarks
  }

  /** What the element shows. Undefined: it is not known, or there are several of this id. */
  element(id: string): string | undefined {
    return this.#segment(id)?.html
  }

  /** In what the element shows. */
  bookmarks(id: string): Bookmarks | undefined {
    return this.#segment(id)?.bookmarks
  }

  /** The element shows this now, if it is on the page. `isSure`: by a difference, so that a browser is known to build from it what its tags say. */
  showElement(id: string, html: string, isSure: boolean): void {
    const segment = this.#segment(id)
    const shown = isSure || isAddressable(html) ? html : undefined
    this.arrived(html, id)
    if (segment?.hasHoles) this.#followed.clear()
    if (segment && isSure) segment.become(html)
    else if (segment) segment.html = shown
    else if (shown !== undefined && !this.#isWhole) this.#known.set(attributeOf(id), new Segment(shown))
    if (this.#known.size > mostKnown) this.#known.clear()
  }

  /** The operations by which an element comes to show this, where a text changes again that has changed before, and nothing else. */
  changeText(id: string, html: string): Difference[] | undefined {
    const segment = this.#segment(id)
    const before = segment?.html
    const place = segment?.text
    if (!segment || before === undefined || !place || segment.hasHoles) return undefined
    const operations = before === html ? [] : textDifference(place, before, html)
    if (!operations || (place.anchor !== id && !this.isUnique(attributeOf(place.anchor)))) return undefined
    segment.html = html
    segment.text = place
    return operations
  }

  /** The element has come to show what it shows by these operations. */
  changedBy(id: string, before: string, operations: readonly Difference[]): void {
    const segment = this.#segment(id)
    if (segment?.html !== undefined) segment.text = textPlace(before, segment.html, operations)
  }

  /** Nobody knows what the element shows. */
  blur(id: string): void {
    const segment = this.#segment(id)
    this.#followed.clear()
    if (segment) segment.html = undefined
  }

  /** Elements that come with this markup are what it says. */
  arrived(html: string, id?: string): void {
    const own = id === undefined ? undefined : attributeOf(id)
    for (const known of [this.#known, this.#followed])
      for (const attribute of known.keys()) if (attribute !== own && html.includes(attribute)) known.delete(attribute)
  }

  /** How often the attribute ` id="…"` stands on the page, as far as it is known. */
  count(attribute: string): number {
    let count = 0
    for (const segment of this.#segments()) count += segment.count(attribute)
    return count
  }

  /** Whether the attribute can serve as an anchor: it is known that no other element has it. */
  isUnique(attribute: string): boolean {
    return this.#isWhole && this.size < longest && this.count(attribute) <= 1
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
    this.#followed.clear()
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
    const followed = this.#followed.get(attribute)
    if (followed) return followed
    if (this.#followed.size >= mostFollowed) this.#fill()
    const count = this.count(attribute)
    if (count === 0) return this.#known.get(attribute)
    const found = count === 1 ? (this.#known.get(attribute) ?? this.#found(attribute)) : undefined
    if (!found) this.forget()
    else this.#followed.set(attribute, found)
    return found
  }

  #fill(): void {
    this.#followed.clear()
    for (const segment of this.#segments()) if (segment.isKnown) segment.fill()
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

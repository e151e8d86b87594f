import type { Patch } from "../protocol.ts"
import { renderedAgain } from "./answered-form.ts"
import { isAddressable } from "./html-tree.ts"
import { drop, giveBack, remember, share } from "./shown-memory.ts"
import { ShownPage } from "./shown-page.ts"
import { encoded } from "./shown-verbs.ts"

/** Times that patches may wait to be applied; a page that asks for nothing for longer is forgotten. */
const mostPassed = 256

/**
 * What one page was last shown. Whole patches become the smallest difference from it, and it becomes what they make of it.
 * Whenever it is not sure what the page shows, it forgets, and the whole is sent.
 */
export class Shown {
  readonly #page = new ShownPage()
  #document: ReturnType<typeof share> | undefined
  #passed: (readonly Patch[])[] = []
  #applied = 0
  #isReleased = false

  /** `bodyHtml`: markup of the body, from `<body` to `</body>`. */
  constructor(bodyHtml: string) {
    this.#document = share(bodyHtml)
    this.#page.showBody(this.#document.html)
    this.#account()
  }

  /** How many times patches went to the page; an answer without any is none. */
  get applied(): number {
    return this.#applied
  }

  /** The body, as far as all of it is known. */
  get html(): string | undefined {
    this.#catchUp()
    return this.#page.body
  }

  /** The patches as they are sent: each whole one as a difference where that is smaller. `answersForm`: they answer a form that was submitted. */
  encode(patches: readonly Patch[], answersForm = false): Patch[] {
    const differences = this.#isReleased ? [...patches] : this.#differences(patches)
    const sent = [...differences, ...renderedAgain(patches, differences, answersForm)]
    if (sent.length) this.#applied++
    return sent
  }

  #differences(patches: readonly Patch[]): Patch[] {
    this.#catchUp()
    const differences = patches.flatMap((patch) => encoded(this.#page, patch, true))
    this.#account()
    return differences
  }

  /** Notes patches that reached the page as they are, such as a broadcast. */
  passed(patches: readonly Patch[]): void {
    this.#applied++
    if (this.#isReleased) return
    this.#passed.push(patches)
    if (this.#passed.length > mostPassed) this.forget()
  }

  /** Nothing is known of the page any more: what comes next is sent whole, and known from then on. */
  forget(): void {
    this.#passed = []
    this.#page.forget()
    this.#giveBack()
    drop(this)
  }

  /** The page has gone. */
  release(): void {
    this.forget()
    this.#isReleased = true
  }

  #catchUp(): void {
    this.#checkDocument()
    for (const patches of this.#passed) for (const patch of patches) encoded(this.#page, patch, false)
    this.#passed = []
  }

  /** Where a parser builds something else than the document says, its positions mean nothing. Looked at once for all pages that were shown it. */
  #checkDocument(): void {
    const document = this.#document
    if (!document) return
    document.addressable ??= isAddressable(document.html)
    if (document.addressable) return
    this.#page.forget()
    this.#giveBack()
  }

  #giveBack(): void {
    if (this.#document) giveBack(this.#document)
    this.#document = undefined
  }

  /** The document counts once for all pages; it is held until the page is forgotten or shown another. */
  #account(): void {
    const document = this.#document
    if (document && !this.#page.holds(document.html)) this.#giveBack()
    remember(this, this.#page.size - (this.#document?.html.length ?? 0) + ownSize)
  }
}

/** What a page costs beside its markup, in characters. */
const ownSize = 512

import { strictly } from "./arrange.ts"
import { mergeAttributes } from "./attributes.ts"
import { touchFields } from "./fields.ts"
import { morphChildren } from "./morph.ts"
import { patching } from "./patch-actions.ts"

/**
 * Makes the page into another document: the same page rendered again or, with `fresh`, one that was visited and takes nothing over.
 * What was written since the `moment()` the server does not know, where one is given.
 */
export function applyDocument(next: Document, fresh = false, since?: number): void {
  const contest = { source: "document", fresh, ...(since !== undefined && { since }) } as const
  const strictness = fresh ? strictly : (change: () => void) => change()
  takeNonce(next)
  patching(contest, () => {
    touchFields(document.body, contest)
    strictness(() => {
      mergeAttributes(document.documentElement, next.documentElement)
      morphChildren(document.head, next.head)
      mergeAttributes(document.body, next.body)
      morphChildren(document.body, next.body)
    })
  })
}

/** The page's policy knows the nonce that it was loaded with; browsers hide it from the attribute, which has to be equal all the same. */
function takeNonce(next: Document): void {
  const known = document.querySelector<HTMLElement>("[nonce]")
  for (const element of next.querySelectorAll<HTMLElement>("[nonce]")) {
    element.setAttribute("nonce", known?.getAttribute("nonce") ?? "")
    element.nonce = known?.nonce ?? ""
  }
}

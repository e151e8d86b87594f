import { mergeAttributes } from "./attributes.ts"
import { touchFields } from "./fields.ts"
import { morphChildren, morphElement } from "./morph.ts"
import { patching } from "./patch-actions.ts"

/** Makes the page into another document: the same page rendered again or, with `fresh`, one that was visited and takes nothing over. */
export function applyDocument(next: Document, fresh = false): void {
  const contest = { source: "document", fresh } as const
  takeNonce(next)
  patching(contest, () => {
    touchFields(document.body, contest)
    mergeAttributes(document.documentElement, next.documentElement)
    morphChildren(document.head, next.head)
    morphElement(document.body, next.body)
  })
}

/** The page's policy knows the nonce that it was loaded with. Browsers hide it from attributes, so that ours must be empty to be equal. */
function takeNonce(next: Document): void {
  const nonce = document.querySelector<HTMLElement>("[nonce]")?.nonce ?? ""
  for (const element of next.querySelectorAll<HTMLElement>("[nonce]")) {
    element.setAttribute("nonce", "")
    element.nonce = nonce
  }
}

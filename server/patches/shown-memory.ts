/** What is remembered of one page; the memory forgets it when there is too much. */
export interface Remembered {
  forget(): void
}

/** Characters that all pages of the process may hold together. */
let budget = 64_000_000

/** Ordered by use, the latest at the end. */
const held = new Map<Remembered, number>()
let total = 0

/** Sets how many characters of what pages were shown one process remembers, all pages together. */
export function setShownBudget(characters: number): void {
  budget = characters
  forgetOldest()
}

/** Notes that the page holds so many characters and was used now. */
export function remember(page: Remembered, size: number): void {
  drop(page)
  if (size === 0) return
  held.set(page, size)
  total += size
  forgetOldest()
}

export function drop(page: Remembered): void {
  total -= held.get(page) ?? 0
  held.delete(page)
}

function forgetOldest(): void {
  for (const page of held.keys()) {
    if (total <= budget) return
    drop(page)
    page.forget()
  }
}

interface Shared {
  html: string
  pages: number
  addressable: boolean | undefined
}

/** Documents that pages were shown alike, each held once. */
const shared = new Map<string, Shared>()

/** The one copy of this markup; to be given back by `giveBack()`. */
export function share(html: string): Shared {
  const found = shared.get(html) ?? { html, pages: 0, addressable: undefined }
  if (found.pages === 0) {
    shared.set(html, found)
    total += html.length
  }
  found.pages++
  return found
}

export function giveBack(found: Shared): void {
  found.pages--
  if (found.pages > 0) return
  shared.delete(found.html)
  total -= found.html.length
}

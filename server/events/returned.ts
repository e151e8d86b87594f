import type { Children } from "../jsx/jsx-runtime.ts"
import type { ControlValue } from "../patches/elements.ts"

/** The seed's plain object: `html` is TSX; `remove` wins over `html`. */
export interface PlainPatch {
  target?: string
  html?: Children
  append?: boolean
  remove?: boolean
  url?: string
  title?: string
  /** Selector that is scrolled to. */
  scroll?: string
  scrollTop?: boolean
}

/** Patches as an author writes them: an element with an id, patch elements, arrays and fragments of these, plain objects, `rerender()`, `redirect(url)`. */
// biome-ignore lint/suspicious/noConfusingVoidType: a handler that returns nothing has the type void
export type Patches = Children | PlainPatch | ControlValue | void | Patches[]

/** What a handler returns: patches, a promise of them, or a generator that sends each as it is yielded. */
export type Returned = Patches | Promise<Patches> | AsyncGenerator<Patches, Patches, unknown> | Generator<Patches, Patches, unknown>

import { AuthorError } from "../errors.ts"
import type { Children } from "../jsx/jsx-runtime.ts"

/** What a layout gets: the page, and what its document needs. */
export interface LayoutContext {
  children: Children
  title: string
  lang: string
  /** Signed room token, for `<html data-room={room}>`. */
  room: string
  /** Metadata, stylesheets and scripts: to be put into `<head>`. */
  head: Children
  nonce: string
}

export interface Layout {
  readonly kind: "layout"
  readonly render: (context: LayoutContext) => Children | Promise<Children>
}

/** Declares the document around pages: returns `<html lang={lang} data-room={room}>`. The exported one is the default of every page. */
export function layout(render: (context: LayoutContext) => Children | Promise<Children>): Layout {
  if (typeof render !== "function") throw new AuthorError(`layout() expected a function, got ${typeof render}.`)
  return { kind: "layout", render }
}

/** The layout of an application that has none of its own. */
export const defaultLayout = layout(({ children, title, lang, room, head }) => (
  <html lang={lang} data-room={room}>
    <head>
      <title>{title}</title>
      {head}
    </head>
    <body data-controller="page">{children}</body>
  </html>
))

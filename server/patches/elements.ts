import type { Children, JSX } from "../jsx/jsx-types.ts"

import { marker } from "./markers.ts"

export { byId } from "./by-id.ts"
export {
  type ControlValue,
  isNotFound,
  isRedirect,
  isRerender,
  type NotFound,
  notFound,
  type Redirect,
  redirect,
  type Rerender,
  rerender,
} from "./control-values.ts"
export { checkUrl } from "./urls.ts"

/** What happens to the page beside the patch, after it. */
export interface PageChange {
  /** New address, in the history. */
  url?: string
  title?: string
  /** Selector that is scrolled to, smoothly. */
  scroll?: string
  /** Scrolls to the top of the page. */
  scrollTop?: boolean
}

export interface TargetProps extends PageChange {
  /** CSS selector; see `byId()` for ids that come from data. */
  target: string
  /** Every match of the selector, not only the first. */
  all?: boolean
}

export interface ContentProps extends TargetProps {
  children?: Children
  /** Milliseconds after which the browser takes away again what was inserted. */
  removeAfter?: number
}

export interface ListProps extends ContentProps {
  /** Elements that the target keeps: those at the other end are taken away. */
  limit?: number
}

export interface AttributesProps extends TargetProps {
  /** `true` sets an empty value; `false`, `null` and `undefined` take the attribute away. */
  set?: Record<string, string | number | boolean | null | undefined>
  unset?: string[]
}

/** Replaces the content of the target: `<Update target="#total">{total}</Update>`. */
export const Update = (props: ContentProps): JSX.Element => marker("update", props)
/** Replaces the target itself. */
export const Replace = (props: ContentProps): JSX.Element => marker("replace", props)
/** Adds to the end of the target's content: `<Append target="#messages"><Message {...message} /></Append>`. */
export const Append = (props: ListProps): JSX.Element => marker("append", props)
/** Adds to the start of the target's content. */
export const Prepend = (props: ListProps): JSX.Element => marker("prepend", props)
/** Puts content before the target. */
export const Before = (props: ContentProps): JSX.Element => marker("before", props)
/** Puts content after the target. */
export const After = (props: ContentProps): JSX.Element => marker("after", props)
/** Takes the target away: `<Remove target={byId(item.id)} />`. */
export const Remove = (props: TargetProps): JSX.Element => marker("remove", props)
/** Sets and takes away attributes of the target: `<Attributes target="#send" set={{ disabled: true }} unset={["title"]} />`. */
export const Attributes = (props: AttributesProps): JSX.Element => marker("attributes", props)

/** Changes the address bar and the history, and nothing else. */
export const Url = (props: { href: string; replace?: boolean }): JSX.Element => marker("url", props)
/** Goes to another page of this site; `load` with a full page load. */
export const Visit = (props: { url: string; replace?: boolean; load?: boolean }): JSX.Element => marker("visit", props)
/** Sets the title of the document: `<Title>Inbox (3)</Title>`. */
export const Title = (props: { children?: Children }): JSX.Element => marker("title", props)
/** Scrolls to the target, or without one to the page's top; with `top`, scrolls the target's own content to its top. */
export const ScrollTo = (props: { target?: string; top?: boolean }): JSX.Element => marker("scroll", props)
/** Gives the focus to the target. */
export const Focus = (props: { target: string }): JSX.Element => marker("focus", props)
/** Dispatches a DOM event for the author's controllers, on the target or on the document. `detail` is JSON. */
export const Dispatch = (props: { event: string; detail?: unknown; target?: string }): JSX.Element => marker("dispatch", props)
/** Shows a notice: `<Flash kind="success">Saved</Flash>`. The kind is `info` where none is given. */
export const Flash = (props: { kind?: string; children?: Children }): JSX.Element => marker("flash", props)

/**
 * Stands inside the element or form that triggers an event: what it holds (elements with an id, patch elements) is applied
 * at once and undone before the reply's patches, or when the event is refused, fails or expires.
 *
 * In the page it is `<template data-liveview-optimistic="…"></template>`, empty: the attribute is the JSON of `Patch[]`, as on the wire.
 */
export const Optimistic = (props: { children?: Children }): JSX.Element => marker("optimistic", props)

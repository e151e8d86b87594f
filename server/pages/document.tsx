import { isValidElement } from "preact"

import { AuthorError } from "../errors.ts"
import type { Translate } from "../events/context.ts"
import type { LivePage } from "../events/live-page.ts"
import type { Children } from "../jsx/jsx-runtime.ts"
import type { ControlValue } from "../patches/elements.ts"
import { isNotFound, isRedirect } from "../patches/elements.ts"
import { decodedText, encodedValue } from "../patches/html-text.ts"
import { type Rendered, renderDocument } from "../patches/render.ts"
import type { Heads, PageConfig, Patch } from "../protocol.ts"
import type { Presence } from "../rooms/presence.ts"
import type { SessionData } from "../sessions/session-data.ts"
import { randomText } from "../operations/random-text.ts"
import { stateJson } from "../events/state.ts"
import type { Assets } from "./assets.ts"
import { earlyScript } from "./early-script.ts"
import type { Layout } from "./layout.tsx"
import type { Page, PageContext } from "./page.ts"

export type Settings = Pick<PageConfig, "path" | "reconnection" | "transports" | "texts">

/** What a document is made of, beside the page's own function. */
export interface DocumentParts {
  page: Page
  live: LivePage
  layout: Layout
  session: SessionData
  t: Translate
  presence: (room: string) => Presence
  /** Signed room token. */
  token: string
  nonce: string
  /** Positions of the rooms, read before rendering. */
  heads: Heads
  assets: Assets
  /** The same object for the same settings: what is written of it is kept. */
  settings: Settings
  /** The page's state as its handler has changed it so far; without it, what is kept. */
  states?: Map<string, string>
  /** The page is there already, and its state is lost. */
  isAnew?: boolean
  /** Changes the document that was rendered. */
  amend?: ((rendered: Rendered) => Rendered) | undefined
}

export interface RenderedDocument {
  /** Identity, by which the browser says what it shows. */
  shown: string
  html: string
  /** Outer HTML of the body. */
  body: string
  title: string
  /** Patch elements that the page rendered beside its markup. */
  patches: Patch[]
}

/** Renders a page into its layout; what the page answers instead of markup (a redirect, not found) is given back. */
export async function renderPage(parts: DocumentParts): Promise<RenderedDocument | ControlValue> {
  const context = pageContext(parts)
  const read = keptState(parts)
  const children = await parts.page.options.render(context)
  if (keptState(parts) === read) keepState(parts, context)
  if (isRedirect(children) || isNotFound(children)) return children
  if (!isMarkup(children)) throw nothingToShow(parts.page, children)
  const { live, token, nonce, layout, assets, heads, amend = asItIs } = parts
  const title = titleOf(parts.page, context)
  const document = await layout.render({
    children,
    title,
    lang: live.lang,
    room: token,
    head: <Head assets={assets} nonce={nonce} />,
    nonce,
  })
  const { html, patches } = amend(await renderDocument(document))
  const shown = randomText(6)
  return {
    shown,
    html: configured(html, parts, {
      heads,
      shown,
      ...(parts.isAnew ? { anew: true } : {}),
      ...(assets.build ? { build: assets.build } : {}),
      ...(patches.length ? { patches } : {}),
    }),
    body: bodyOf(html, parts.page),
    title: titleIn(html) ?? title,
    patches,
  }
}

function asItIs(rendered: Rendered): Rendered {
  return rendered
}

/** `null` is nothing on purpose; `undefined` is a `return` that was forgotten. */
function isMarkup(value: unknown): value is Children {
  return value !== undefined && (typeof value !== "object" || value === null || Array.isArray(value) || isValidElement(value))
}

function nothingToShow({ path }: Page, value: unknown): AuthorError {
  return new AuthorError(
    `page("${path}") returned ${value === undefined ? "undefined" : "an object"}. Expected markup, redirect(url), notFound(), or null for an empty page.`,
  )
}

/** The context of a render. State that the page names is made when it is not there yet. */
export function pageContext({
  page,
  live,
  session,
  t,
  presence,
  nonce,
  states = live.states,
}: Pick<DocumentParts, "page" | "live" | "session" | "t" | "presence" | "nonce" | "states">): PageContext {
  const { params, query } = live.source
  const { lang, request } = live
  return { params, query, lang, session, state: stateOf(page, live, session, states), request, t, presence, nonce }
}

function stateOf(page: Page, live: LivePage, session: SessionData, states: Map<string, string>): unknown {
  const definition = page.options.state
  if (!definition) return undefined
  const json = states.get(definition.name)
  if (json !== undefined) return JSON.parse(json)
  const initial = definition.initial({ ...live.source, session, lang: live.lang })
  states.set(definition.name, stateJson(definition.name, initial))
  return initial
}

/** The JSON of the state that the page names. */
export function keptState({ page, live, states = live.states }: Pick<DocumentParts, "page" | "live" | "states">): string | undefined {
  return page.options.state && states.get(page.options.state.name)
}

/** What render has changed. Where a handler has changed the state meanwhile, that is newer, and stays. */
function keepState({ page, live, states = live.states }: DocumentParts, { state }: PageContext): void {
  const definition = page.options.state
  if (definition) states.set(definition.name, stateJson(definition.name, state))
}

function titleOf({ options: { title } }: Page, context: PageContext): string {
  return typeof title === "function" ? title(context) : (title ?? "")
}

/** A layout may make more of a title than the page gave it. */
function titleIn(html: string): string | undefined {
  const [, markup] = /<title>([^<]*)<\/title>/.exec(html.slice(0, html.search(/<body[\s>]/))) ?? []
  return markup === undefined ? undefined : decodedText(markup)
}

/** Stands where the configuration comes to stand: it is known only when the whole document has been rendered. */
const placeholder = `config-${randomText(12)}`

/** Stands where the script comes to stand: what is rendered as text would be escaped. */
const scriptPlaceholder = `script-${randomText(12)}`

/** Everything that the browser needs in a document's head. */
function Head({ assets, nonce }: Pick<DocumentParts, "assets" | "nonce">) {
  return (
    <>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="livetsx" content={placeholder} />
      {assets.development && <meta property="csp-nonce" nonce={nonce} />}
      <script nonce={nonce}>{scriptPlaceholder}</script>
      {assets.styles.map((href) => (
        <link rel="stylesheet" href={href} />
      ))}
      {assets.preloads.map((href) => (
        <link rel="modulepreload" href={href} />
      ))}
      {assets.scripts.map((src) => (
        <script type="module" src={src} nonce={nonce} />
      ))}
    </>
  )
}

function configured(html: string, { page, settings, token }: DocumentParts, own: Omit<PageConfig, keyof Settings>): string {
  if (!html.includes(placeholder))
    throw new AuthorError(`The layout of page("${page.path}") leaves out "head". Expected {head} inside <head>.`)
  // What is rendered for its body alone has no token.
  if (token && !html.includes(`data-room="${token}"`))
    throw new AuthorError(`The layout of page("${page.path}") leaves out "room". Expected <html data-room={room}>.`)
  if (!controller.test(html) && run.test(html))
    throw new AuthorError(`The layout of page("${page.path}") leaves out the controller. Expected <body data-controller="page">.`)
  const config = `${writtenSettings(settings)},${encodedValue(JSON.stringify(own).slice(1))}`
  return html.replace(placeholder, () => config).replace(scriptPlaceholder, () => earlyScript)
}

const controller = /\sdata-controller="(?:[^"]*\s)?page["\s]/
/** What nothing would hear without it. */
const run = /\sdata-action="[^"]*->page#run/

/** Settings as they begin the configuration: most of it, and the same in every page of a language. */
function writtenSettings(settings: Settings): string {
  const known = written.get(settings)
  if (known !== undefined) return known
  const text = encodedValue(JSON.stringify(settings).slice(0, -1))
  written.set(settings, text)
  return text
}

const written = new WeakMap<Settings, string>()

function bodyOf(html: string, page: Page): string {
  const start = html.search(/<body[\s>]/)
  const end = html.lastIndexOf("</body>")
  if (start < 0 || end < start)
    throw new AuthorError(`The layout of page("${page.path}") has no <body>. Expected <html><head>{head}</head><body>…</body></html>.`)
  return html.slice(start, end + "</body>".length)
}

import { AuthorError } from "../errors.ts"
import { guarded } from "../jsx/markup-guard.ts"
import type { Patch, PatchOptions } from "../protocol.ts"

import { decodedText } from "./html-text.ts"
import { checkUrl } from "./urls.ts"

/** What a patch element says, once it is rendered. */
export interface Said {
  /** Its name as the author wrote it, for messages. */
  element: string
  props: Record<string, unknown>
  html: string
  where: string
}

/** The patches that an element of this verb stands for: its own, then what it says of the page. Throws an `AuthorError` for properties that mean nothing. */
export function patchesSaid(verb: string, props: Record<string, unknown>, html: string, where: string): Patch[] {
  const said = { element: elements[verb] ?? verb, props, html, where }
  const patch = patchOf[verb]
  if (!patch) throw new AuthorError(`${where} returned an unknown patch element, "${verb}".`)
  return [patch(said), ...(targeted.has(verb) ? pageChanges(props, where, `<${said.element}>`) : [])]
}

/** `url`, `title`, `scroll` and `scrollTop`, each a patch of its own. */
export function pageChanges({ url, title, scroll, scrollTop }: Record<string, unknown>, where: string, what: string): Patch[] {
  const patches: Patch[] = []
  if (given(url)) patches.push(["url", checkUrl(url, `${where} returned ${what}, which`)])
  if (given(title)) patches.push(["title", String(title)])
  if (given(scroll)) patches.push(["scroll", selector(scroll, `${where} returned ${what} with scroll`)])
  if (scrollTop === true) patches.push(["scroll", null, true])
  return patches
}

/** Throws unless it may be a CSS selector. Of mistakes, only those that are always one are seen here; the rest the browser reports. */
export function selector(value: unknown, what: string): string {
  if (typeof value !== "string" || value.trim() === "")
    throw new AuthorError(`${what}={${shown(value)}}.\nExpected a CSS selector, such as "#messages".`)
  if (/^#-?\d/.test(value))
    throw new AuthorError(
      `${what}={${shown(value)}}, which no browser reads as a selector, since the id starts with a digit.\nExpected byId(${shown(value.slice(1))}).`,
    )
  return value
}

const content =
  (verb: "update" | "replace" | "append" | "prepend" | "before" | "after") =>
  (said: Said): Patch =>
    withOptions([verb, target(said), said.html], options(said))

const listContent =
  (verb: "append" | "prepend") =>
  (said: Said): Patch =>
    withOptions([verb, target(said), said.html], { ...options(said), ...limitOf(said) })

const patchOf: Record<string, (said: Said) => Patch> = {
  update: content("update"),
  replace: content("replace"),
  append: listContent("append"),
  prepend: listContent("prepend"),
  before: content("before"),
  after: content("after"),
  remove: (said) => withOptions(["remove", target(said)], options(said)),
  attributes: attributesPatch,
  url: (said) => (said.props.replace === true ? ["url", url(said, "href"), true] : ["url", url(said, "href")]),
  visit: visitPatch,
  title: (said) => ["title", plainText(said)],
  scroll: (said) => scrollPatch(given(said.props.target) ? target(said) : null, said.props.top === true),
  focus: (said) => ["focus", target(said)],
  dispatch: dispatchPatch,
  flash: (said) => ["flash", text(said, "kind", "info"), said.html],
}

const elements: Record<string, string> = {
  update: "Update",
  replace: "Replace",
  append: "Append",
  prepend: "Prepend",
  before: "Before",
  after: "After",
  remove: "Remove",
  attributes: "Attributes",
  url: "Url",
  visit: "Visit",
  title: "Title",
  scroll: "ScrollTo",
  focus: "Focus",
  dispatch: "Dispatch",
  flash: "Flash",
}

/** Those that take `url`, `title`, `scroll` and `scrollTop` too. */
const targeted = new Set(["update", "replace", "append", "prepend", "before", "after", "remove", "attributes"])

function attributesPatch(said: Said): Patch {
  const set = said.props.set ?? {}
  const unset = said.props.unset ?? []
  if (!isRecord(set)) throw wrong(said, "set", "an object of names and values")
  if (!Array.isArray(unset) || !unset.every((name) => typeof name === "string")) throw wrong(said, "unset", "an array of names")
  const entries = Object.entries(guarded("a", set)).map(([name, value]) => [attributeName(name, said), value] as const)
  const values = entries.flatMap(([name, value]) => (absent(value) ? [] : [[name, value === true ? "" : String(value)]]))
  const names = entries.flatMap(([name, value]) => (absent(value) ? [name] : []))
  return withOptions(
    ["attributes", target(said), Object.fromEntries(values), [...unset.map((name) => attributeName(name, said)), ...names]],
    options(said),
  )
}

function visitPatch(said: Said): Patch {
  const replace = said.props.replace === true
  if (said.props.load === true) return replace ? ["visit", url(said, "url"), true, true] : ["visit", url(said, "url"), undefined, true]
  return replace ? ["visit", url(said, "url"), true] : ["visit", url(said, "url")]
}

function scrollPatch(to: string | null, top: boolean): Patch {
  return top || to === null ? ["scroll", to, true] : ["scroll", to]
}

function dispatchPatch(said: Said): Patch {
  const event = text(said, "event")
  const detail = said.props.detail ?? null
  return given(said.props.target) ? ["dispatch", event, detail, target(said)] : ["dispatch", event, detail]
}

function target({ element, props, where }: Said): string {
  return selector(props.target, `${where} returned <${element}> with target`)
}

function url(said: Said, name: string): string {
  return checkUrl(said.props[name], `${said.where} returned <${said.element}>, which`)
}

function text(said: Said, name: string, otherwise?: string): string {
  const value = said.props[name] ?? otherwise
  if (typeof value !== "string" || value === "") throw wrong(said, name, "a text")
  return value
}

function plainText(said: Said): string {
  const plain = said.html.includes("<") ? undefined : decodedText(said.html)
  if (plain === undefined) throw new AuthorError(`${said.where} returned <${said.element}> with markup inside.\nExpected text alone.`)
  return plain
}

function options(said: Said): PatchOptions {
  const { all, removeAfter } = said.props
  if (given(removeAfter) && (typeof removeAfter !== "number" || !(removeAfter >= 0))) throw wrong(said, "removeAfter", "milliseconds")
  return { ...(all === true ? { all } : {}), ...(typeof removeAfter === "number" ? { removeAfter } : {}) }
}

function limitOf(said: Said): PatchOptions {
  const { limit } = said.props
  if (!given(limit)) return {}
  if (typeof limit !== "number" || !Number.isInteger(limit) || limit < 1) throw wrong(said, "limit", "a number of elements")
  return { limit }
}

/** Options are the last member of the patches that have them, and are left out where there are none. */
function withOptions(patch: Patch, chosen: PatchOptions): Patch {
  return Object.keys(chosen).length === 0 ? patch : ([...patch, chosen] as unknown as Patch)
}

function attributeName(name: string, said: Said): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
  if (/^[^\s"'<>/=\u0000-\u001f]+$/.test(name) && !/^(?:on[a-z]|srcdoc$)/i.test(name)) return name
  throw new AuthorError(
    `${said.where} returned <Attributes> with the attribute ${shown(name)}.\nExpected the name of an attribute that runs no code.`,
  )
}

function wrong(said: Said, name: string, expected: string): AuthorError {
  return new AuthorError(`${said.where} returned <${said.element}> with ${name}={${shown(said.props[name])}}.\nExpected ${expected}.`)
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null
}

function absent(value: unknown): boolean {
  return value === false || !given(value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string {
  return JSON.stringify(value) ?? typeof value
}

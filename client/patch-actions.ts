import type { Difference, Patch, PatchOptions, Verb } from "../server/protocol.ts"
import { mergeAttribute } from "./attributes.ts"
import { type Changes, takeChanges } from "./changes.ts"
import { applyDifference } from "./difference-actions.ts"
import { dispatch } from "./dom-events.ts"
import { type Contest, settleFields, touchFields } from "./fields.ts"
import { focusElement, focusMarked, rememberFocus } from "./focus.ts"
import { settleForeign } from "./foreign.ts"
import { insert, insertBeside, remove, replaceElement } from "./insertion.ts"
import { morphChildren, morphElement } from "./morph.ts"
import { scrollTo } from "./scroll.ts"

/** Where patches come from, and what caused them. */
export interface Arrival {
  source: "reply" | "room" | "optimistic" | "document"
  element?: Element
  /** The form whose own submission is answered. */
  form?: HTMLFormElement | null
  /** The `moment()` at which the event was sent that is answered. */
  since?: number
  /** One of the patches scrolls the page: what gets the focus must not scroll it elsewhere. */
  scrolls?: boolean
}

/** What became of patches: targets that are not on the page; `lost`: the page may differ from what the server sent. */
export interface Outcome {
  missing: string[]
  lost: boolean
}

/** Patches that reach beyond the DOM. */
export interface Actions {
  url(href: string, replace?: boolean): void
  visit(url: string, replace?: boolean, load?: boolean): void
  flash(kind: string, html: string): void
  refresh(): void
}

const pageVerbs: unknown[] = ["url", "visit", "title", "flash", "refresh"]

/** It fits whatever the page shows. */
export function isAboutPage([verb]: Patch): boolean {
  return pageVerbs.includes(verb)
}

type Word = Extract<Verb, string>
type PatchOf<V extends Verb, P = Patch> = P extends Patch ? (V extends P[0] ? P : never) : never
/** Applies one patch; returns the target where it is not on the page. */
type Apply<V extends Word> = (patch: PatchOf<V>) => unknown

let actions: Actions | undefined
let patched: (elements: Element[]) => void = () => {}
let begin: (contest: Contest) => () => void = () => () => {}
let contest: Contest & Arrival = { source: "document" }
let anchor: Element | null = null

/** Says who changes the address, goes to pages and shows messages. */
export function registerActions(registered: Actions): void {
  actions = registered
}

/** Says who is told of the elements with a controller in which something was changed. */
export function onPatched(callback: (elements: Element[]) => void): void {
  patched = callback
}

/** Says what is done before the server changes the page, and, by what that returns, after it. */
export function onPatching(callback: (contest: Contest) => () => void): void {
  begin = callback
}

/** The one door: every change that the server makes to the page comes through here. */
export function applyPatches(patches: Patch[], arrival: Arrival): Outcome {
  const outcome: Outcome = { missing: [], lost: false }
  const detail = { patches, source: arrival.source }
  if (!dispatch(arrival.element, "liveview:before-patch", detail, true)) return { ...outcome, lost: true }
  const scrolls = detail.patches.some(([verb]) => verb === "scroll")
  const { isPartial } = patching({ ...arrival, scrolls }, () => {
    // Where to scroll to, and what gets the focus, is known once all else has changed.
    for (const late of [false, true]) for (const patch of detail.patches) if (late === isLate(patch)) apply(patch, outcome)
  })
  outcome.lost ||= isPartial
  dispatch(arrival.element, "liveview:patch", detail)
  return outcome
}

function isLate([verb]: Patch): boolean {
  return verb === "scroll" || verb === "focus"
}

/** Makes the changes of `change` as the server's: the person keeps focus and fields, controllers are told. */
export function patching(arrival: Arrival & Contest, change: () => void): Changes {
  const restoreFocus = rememberFocus()
  settleForeign()
  contest = arrival
  anchor = null
  const end = begin(arrival)
  change()
  end()
  settleFields(arrival)
  settleForeign()
  const changes = takeChanges()
  restoreFocus(arrival.element)
  if (arrival.source === "reply" || arrival.fresh) focusMarked(changes.added, arrival.scrolls)
  patched(controlled(changes.changed))
  return changes
}

/** What each verb does to the page. */
export const patchActions: { [V in Word]: Apply<V> } = {
  morph: ([verb, id, html]) => to(whole(morphElement))([verb, `#${CSS.escape(id)}`, html]),
  body: ([verb, html]) => to(whole(morphElement))([verb, "body", html]),
  update: to(whole(morphChildren)),
  replace: to(whole(replaceElement)),
  append: to((element, html: string, options?: PatchOptions) => insert(element, Number.POSITIVE_INFINITY, html, options)),
  prepend: to((element, html: string, options?: PatchOptions) => insert(element, 0, html, options)),
  before: to((element, html: string, options?: PatchOptions) => insertBeside(element, 0, html, options)),
  after: to((element, html: string, options?: PatchOptions) => insertBeside(element, 1, html, options)),
  remove: to(remove),
  attributes: to(setAttributes),
  url: ([, href, replace]) => void actions?.url(href, replace),
  visit: ([, url, replace, load]) => void actions?.visit(url, replace, load),
  title: ([, title]) => setTitle(title),
  scroll: ([verb, target, top]) => (target ? to(scrollTo)([verb, target, top]) : scrollTo(window)),
  focus: to((element) => focusElement(element, contest.scrolls)),
  dispatch: ([verb, event, detail, target = ":root"]) => to((element) => dispatch(element, event, detail))([verb, target]),
  flash: ([, kind, html]) => void actions?.flash(kind, html),
  refresh: () => void actions?.refresh(),
}

function apply(patch: Patch, outcome: Outcome): void {
  try {
    const missing = isDifference(patch) ? applyBelowAnchor(patch) : actionOf(patch)(patch)
    if (missing) outcome.missing.push(missing)
    if (missing && isDifference(patch)) outcome.lost = true
  } catch (error) {
    outcome.lost = true
    if (isDifference(patch)) anchor = null
    else console.error(error)
  }
}

function applyBelowAnchor(difference: Difference): string | undefined {
  const [, id] = difference
  if (id !== null) anchor = id ? document.getElementById(id) : document.body
  if (!anchor && id) return `#${id}`
  if (anchor && id !== null) touchFields(anchor, contest)
  applyDifference(anchor, difference)
  return undefined
}

export function isDifference(patch: Patch): patch is Difference {
  return typeof patch[0] === "number"
}

/** The table's entry belongs to the verb by which it is looked up; the compiler cannot follow that through a union. */
function actionOf(patch: Exclude<Patch, Difference>): (patch: Patch) => string | undefined {
  return patchActions[patch[0]] as (patch: Patch) => string | undefined
}

/** A verb with a target: does something to it or, with `all`, to every match; returns the target where there is none or it is no selector. */
function to<Rest extends unknown[]>(
  change: (element: Element, ...rest: Rest) => void,
): (patch: [verb: string, target: string, ...rest: Rest]) => string | undefined {
  return ([, target, ...rest]) => {
    const options = rest.at(-1)
    const elements = find(target, options instanceof Object && "all" in options)
    for (const element of elements) change(element, ...rest)
    return elements.length ? undefined : target
  }
}

function find(target: string, isAll: boolean): Element[] {
  try {
    return isAll ? [...document.querySelectorAll(target)] : [document.querySelector(target) ?? []].flat()
  } catch {
    return []
  }
}

/** Fields that the markup leaves as they were are decided too: a message that was sent leaves an empty composer. */
function whole(morph: (element: Element, html: string) => void): (element: Element, html: string, options?: PatchOptions) => void {
  return (element, html) => {
    touchFields(element, contest)
    morph(element, html)
  }
}

function setAttributes(element: Element, set: Record<string, string>, unset: string[], _options?: PatchOptions): void {
  for (const [name, value] of Object.entries(set)) mergeAttribute(element, name, value)
  for (const name of unset) mergeAttribute(element, name, null)
}

function setTitle(title: string): void {
  const element = document.head.querySelector("title") ?? document.head.appendChild(document.createElement("title"))
  const text = document.createElement("title")
  text.textContent = title
  morphChildren(element, text)
}

/** The elements with a controller at or above what was changed. */
function controlled(changed: Iterable<Node>): Element[] {
  const found = new Set<Element>()
  for (const node of changed) {
    let at = (node instanceof Element ? node : node.parentElement)?.closest("[data-controller]")
    for (; at && !found.has(at); at = at.parentElement?.closest("[data-controller]")) found.add(at)
  }
  return [...found]
}

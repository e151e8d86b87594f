import type { Patch } from "../protocol.ts"
import { encodedValue } from "./html-text.ts"
import { Markup, withAttributes, withContent } from "./markup-edits.ts"
import type { Rendered } from "./render.ts"
import { roots } from "./roots.ts"

type Of<Verb extends Patch[0], Any extends Patch = Patch> = Any extends Patch ? (Verb extends Any[0] ? Any : never) : never
/** What an element becomes. */
type Change = (element: string) => string

/**
 * The document as it is when the patches were applied to it, for a browser that cannot do it, and the patches that are not about its markup.
 * Where `Shown` forgets what it cannot follow, here it is left out: the page was rendered with what it is about.
 */
export function patched(document: string, patches: readonly Patch[]): Rendered {
  let html = document
  const rest: Patch[] = []
  for (const patch of patches) {
    if (isMarkup(patch)) html = applied(html, patch)
    else rest.push(patch)
  }
  return { html, patches: rest }
}

type MarkupPatch = Of<keyof typeof changes> | Of<"title">

function isMarkup(patch: Patch): patch is MarkupPatch {
  return patch[0] === "title" || Object.hasOwn(changes, patch[0])
}

/** The table's entry belongs to the verb by which it is looked up; the compiler cannot follow that through a union. */
function changeOf(patch: Of<keyof typeof changes>): Change {
  return (changes[patch[0]] as (patch: Patch) => Change)(patch)
}

const changes = {
  morph: ([, , html]: Of<"morph">) => always(html),
  body: ([, html]: Of<"body">) => always(html),
  update: ([, , html]: Of<"update">) => containing(always(html)),
  append: ([, , html, options]: Of<"append">) =>
    limited(
      options?.limit,
      -1,
      containing((inner) => (inner.endsWith(html) ? inner : inner + html)),
    ),
  prepend: ([, , html, options]: Of<"prepend">) =>
    limited(
      options?.limit,
      1,
      containing((inner) => (inner.startsWith(html) ? inner : html + inner)),
    ),
  replace: ([, , html]: Of<"replace">) => always(html),
  before:
    ([, , html]: Of<"before">) =>
    (element: string) =>
      html + element,
  after:
    ([, , html]: Of<"after">) =>
    (element: string) =>
      element + html,
  remove: ([, , options]: Of<"remove">) => (options?.removeAfter === undefined ? always("") : (element: string) => element),
  attributes:
    ([, , set, unset]: Of<"attributes">) =>
    (element: string) =>
      withAttributes(element, { ...Object.fromEntries(unset.map((name) => [name, null])), ...set }),
}

function always(html: string): Change {
  return () => html
}

function containing(content: Change): Change {
  return (element) => withContent(element, content)
}

function applied(html: string, patch: MarkupPatch): string {
  if (patch[0] === "title") return titled(html, patch[1])
  const [present, arriving] = isArrival(patch) ? withoutPresent(html, patch) : [html, patch]
  const markup = new Markup(present)
  return markup.with(targets(markup, arriving), changeOf(arriving))
}

function titled(html: string, title: string): string {
  const markup = new Markup(html)
  return markup.with(markup.select("head > title"), (element) => withContent(element, () => encodedValue(title)))
}

function targets(markup: Markup, patch: Of<keyof typeof changes>) {
  if (patch[0] === "body") return markup.select("body")
  if (patch[0] === "morph") return [markup.byId(patch[1]) ?? []].flat()
  const found = selected(markup, patch[1])
  const options = patch[patch.length - 1]
  return typeof options === "object" && "all" in options ? found : found.slice(0, 1)
}

/** What is no selector has no target. */
function selected(markup: Markup, selector: string) {
  try {
    return markup.select(selector)
  } catch {
    return []
  }
}

type Arrival = Of<"append" | "prepend" | "before" | "after">

function isArrival(patch: Patch): patch is Arrival {
  return patch[0] === "append" || patch[0] === "prepend" || patch[0] === "before" || patch[0] === "after"
}

/** What the page has already is replaced where it stands, and does not arrive. */
function withoutPresent(html: string, [verb, target, arriving, options]: Arrival): [html: string, patch: Arrival] {
  let present = html
  let rest = arriving
  for (const root of roots(arriving)) {
    if (root.kind === "text" || root.id === undefined) continue
    const markup = new Markup(present)
    const same = markup.byId(root.id)
    if (!same) continue
    present = markup.with([same], always(root.html))
    rest = rest.replace(root.html, () => "")
  }
  return [present, options ? [verb, target, rest, options] : [verb, target, rest]]
}

/** Keeps so many elements at the end (-1) or the start (1). */
function limited(limit: number | undefined, side: 1 | -1, change: Change): Change {
  if (limit === undefined) return change
  return (element) => {
    const html = change(element)
    const markup = new Markup(html)
    const children = markup.children().flatMap((root) => markup.children(root))
    return markup.with(side < 0 ? children.slice(0, -limit) : children.slice(limit), always(""))
  }
}

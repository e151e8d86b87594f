/**
 * What a browser's parser does with each element, as far as it matters to positions: a tree is addressed by position only
 * where the browser builds what the tags say (https://html.spec.whatwg.org/multipage/parsing.html#tree-construction).
 */
export interface Tag {
  readonly name: string
  /** Only in SVG do capitals stay. */
  readonly isLowerCase: boolean
  readonly reading: Reading
  /** Kinds of content in which it may stand, as bits. */
  readonly place: number
  /** Kinds of content that it holds, as bits. */
  readonly content: number
  /** Ancestors (`inside`) in which the parser would close or drop something, as bits. */
  readonly refused: number
  readonly enters: number
  readonly leaves: number
}

/** `opaque`: read to its end, and never looked into. `text`: holds text alone. `refused`: the parser builds something else, or nothing. */
export type Reading = "nested" | "void" | "text" | "opaque" | "refused"

export const content = { normal: 1, table: 2, rows: 4, cells: 8, columns: 16, options: 32, ruby: 64, text: 128, any: 255 }
/** Open elements that change how what follows is parsed. */
export const inside = { p: 1, li: 2, dd: 4, a: 8, button: 16, form: 32, nobr: 64, svg: 128, heading: 256 }

const tags = new Map<string, Tag>()
const byHash = new Map<number, Tag>()
/** Names may come from visitors: what is remembered of them is bounded. */
const mostNames = 1_000

export function tagOf(name: string): Tag {
  const known = tags.get(name)
  if (known) return known
  const tag = describe(name)
  if (tags.size < mostNames) tags.set(name, tag)
  return tag
}

/** The tag whose name stands here, found without making a string of it. */
export function tagAt(html: string, start: number, end: number): Tag {
  let hash = 0
  for (let at = start; at < end; at++) hash = (hash * 31 + html.charCodeAt(at)) | 0
  const known = byHash.get(hash)
  if (known && known.name.length === end - start && html.startsWith(known.name, start)) return known
  const tag = tagOf(html.slice(start, end))
  if (byHash.size < mostNames) byHash.set(hash, tag)
  return tag
}

function describe(name: string): Tag {
  return {
    name,
    isLowerCase: name === name.toLowerCase(),
    reading: readings.get(name) ?? "nested",
    place: places.get(name) ?? content.normal,
    content: contents.get(name) ?? content.normal,
    refused: refusals(name),
    enters: entered(name),
    leaves:
      inside.heading |
      (boundaries.has(name) ? inside.p | inside.a | inside.button | inside.li | inside.dd | inside.nobr : 0) |
      (lists.has(name) ? inside.li | inside.dd : 0) |
      (integration.has(name) ? inside.svg | inside.p : 0),
  }
}

function refusals(name: string): number {
  const own = selfClosing[name] ?? 0
  return own | (blocks.has(name) ? inside.p : 0) | (html.has(name) ? inside.svg : 0)
}

function entered(name: string): number {
  return (selfClosing[name] ?? 0) | (name === "p" ? inside.p : 0) | (name === "svg" ? inside.svg : 0)
}

/** Elements that end, or are dropped in, an open one of their own kind. */
const selfClosing: Record<string, number> = Object.assign(Object.create(null), {
  li: inside.li,
  dd: inside.dd,
  dt: inside.dd,
  a: inside.a,
  button: inside.button,
  form: inside.form,
  nobr: inside.nobr,
  h1: inside.heading,
  h2: inside.heading,
  h3: inside.heading,
  h4: inside.heading,
  h5: inside.heading,
  h6: inside.heading,
})

const names = (text: string) => text.split(" ")
const each = <Value>(value: Value, text: string): [string, Value][] => names(text).map((name) => [name, value])

const readings = new Map<string, Reading>([
  ...each<Reading>("void", "area base br col embed hr img input link meta param source track wbr"),
  ...each<Reading>("text", "textarea title"),
  ...each<Reading>("opaque", "script style template noscript iframe"),
  ...each<Reading>(
    "refused",
    "html head frame frameset math plaintext xmp listing noembed noframes applet marquee image isindex keygen command rb rtc",
  ),
])

const contents = new Map([
  ["table", content.table],
  ...each(content.rows, "tbody thead tfoot"),
  ["tr", content.cells],
  ["colgroup", content.columns],
  ...each(content.options, "select optgroup"),
  ["option", content.text],
  ["ruby", content.normal | content.ruby],
])

const places = new Map([
  ...each(content.table, "caption colgroup tbody thead tfoot"),
  ["tr", content.rows],
  ...each(content.cells, "td th"),
  ["col", content.columns],
  ...each(content.options | content.normal, "option optgroup hr"),
  ...each(content.ruby, "rt rp"),
  ...each(content.any & ~content.text & ~content.columns, "script template"),
  ["body", 0],
])

/** They close an open `<p>`. */
const blocks = new Set(
  names(
    "address article aside blockquote center details dialog dir div dl dd dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr li main menu nav noscript ol p pre search section summary table ul",
  ),
)
/** Searches for an open element stop at them. */
const boundaries = new Set(names("caption td th object template"))
const lists = new Set(names("ul ol menu dl table section article nav aside main header footer fieldset details figure form blockquote"))
/** HTML begins again in them. */
const integration = new Set(names("foreignObject desc"))
/** They end an open `<svg>`, or mean something else in it. */
const html = new Set([
  ...blocks,
  ...names(
    "b big body br code em embed font head i img menu meta nobr ruby s small span strong strike sub sup tt u var script style template input button label select option textarea table tbody thead tfoot tr td th caption col colgroup",
  ),
])

import { decodedText, encodedValue } from "../patches/html-text.ts"
import { FORM } from "../protocol.ts"
import { parsedAddress } from "./address.ts"

/** What the address of a form says, so that it can be sent without script. */
export interface FormAction {
  function: string
  data: Record<string, unknown>
  /** Fields that are lists, also with one value or none; and those of files. */
  lists: string[]
  fileLists: string[]
  /** The page's token: it belongs to the visitor's session. */
  token: string
}

/**
 * The document, in which every form that calls a handler, and every button that does and would send its form, is also sent to it without script.
 * Only whole documents need it: what a patch brings has come by script. A form that has an `action` or `method` of its author's is left alone,
 * and so is a button with its own `formaction`.
 */
export function withFormActions(html: string, url: string, token: string): string {
  if (!html.includes("<form")) return html
  const { query } = parsedAddress(url)
  const start = query ? `?${query}&` : "?"
  /** Of controls and buttons that stand elsewhere: id of their form → its controls. */
  const elsewhere = html.includes(' form="') ? controlsElsewhere(html) : undefined
  const outside = new Map<string, Controls>()
  const written = withEachForm(html, (tag, attributes, content) => {
    const called = calledBy(attributes)
    if ("action" in attributes || "method" in attributes || !(called || elsewhere || content.includes("page#run"))) return tag + content
    const { id = "" } = attributes
    const controls = controlsIn(content, elsewhere?.get(id))
    if (id) outside.set(id, controls)
    const within = withButtonActions(content, (button) => (button.form === undefined ? controls : undefined), start, token)
    if (!called) return tag + within
    const encoding = controls.hasFiles && !("enctype" in attributes) ? ' enctype="multipart/form-data"' : ""
    const action = encodedValue(start + queryOfForm({ ...called, ...controls, token }))
    return `${tag.slice(0, -1)} method="post" action="${action}"${encoding}>${within}`
  })
  return elsewhere ? withButtonActions(written, (button) => outside.get(button.form ?? ""), start, token) : written
}

/** The document with each form, up to its end tag, as `change` writes it. */
function withEachForm(html: string, change: (tag: string, attributes: Attributes, content: string) => string): string {
  const parts: string[] = []
  let at = 0
  for (const { 0: tag, 1: written = "", index } of html.matchAll(/<form(?=[\s>])((?:[^">]|"[^"]*")*)>/g)) {
    const end = html.indexOf("</form>", index)
    if (end < 0) break
    // Browsers know no form in a form.
    if (index < at) continue
    parts.push(html.slice(at, index), change(tag, attributesIn(written), html.slice(index + tag.length, end)))
    at = end
  }
  return parts.join("") + html.slice(at)
}

const button = /<(button|input)(?=[\s>/])((?:[^">]|"[^"]*")*?)(\/?)>/g

/** A button that calls a handler of its own calls that, and not its form's. `controlsOf`: what its form holds; undefined where it is in none. */
function withButtonActions(html: string, controlsOf: (button: Attributes) => Controls | undefined, start: string, token: string): string {
  if (!html.includes("page#run")) return html
  return html.replace(button, (tag, name: string, written: string, end: string) => {
    if (!written.includes("page#run") || !isSubmitter(name, written)) return tag
    const attributes = attributesIn(written)
    const called = "formaction" in attributes ? undefined : calledBy(attributes, "click")
    const controls = called && controlsOf(attributes)
    if (!called || !controls) return tag
    const action = encodedValue(start + queryOfForm({ ...called, ...controls, token }))
    const encoding = controls.hasFiles && !("formenctype" in attributes) ? ' formenctype="multipart/form-data"' : ""
    return `<${name}${written} formmethod="post" formaction="${action}"${encoding}${end}>`
  })
}

function isSubmitter(name: string, written: string): boolean {
  return name === "button" ? !/\stype="(?:button|reset)"/.test(written) : /\stype="(?:submit|image)"/.test(written)
}

/** The handler that is called by the submission of a form, or by the click of a button, and its data: what the browser's script makes of the same attributes. */
export function calledBy(attributes: Attributes, event: "submit" | "click" = "submit"): Pick<FormAction, "function" | "data"> | undefined {
  const names = (attributes["data-action"] ?? "").split(/\s+/)
  if (!names.some((name) => /^page#run(?=:|$)/.test(name.startsWith(`${event}->`) ? name.slice(event.length + 2) : name))) return undefined
  const listed = recordIn(attributes["data-liveview-on"])[event]
  const [name, data] = Array.isArray(listed) ? listed : [listed]
  if (typeof name === "string") return { function: name, data: { ...data } }
  const own = attributes["data-liveview-function"]
  return own ? { function: own, data: dataIn(attributes) } : undefined
}

/** What the address says; undefined where it is no form's. */
export function readFormAction(url: string): FormAction | undefined {
  const query = new URLSearchParams(parsedAddress(url).query)
  const name = query.get(FORM.function)
  if (name === null) return undefined
  return {
    function: name,
    data: recordIn(query.get(FORM.data)),
    lists: query.getAll(FORM.list),
    fileLists: query.getAll(FORM.files),
    token: query.get(FORM.token) ?? "",
  }
}

/** The page's own address, without what a form has added: nobody's link may say it for the forms of the page, however it is encoded. */
export function pageAddress(url: string): string {
  const { path, query } = parsedAddress(url)
  if (!query) return url
  const rest = new URLSearchParams(query)
  const { size } = rest
  for (const name of Object.values(FORM)) rest.delete(name)
  if (rest.size === size) return url
  return rest.size ? `${path}?${rest}` : path
}

/** Put together by hand: a page may have a form in each of its rows. */
function queryOfForm({ function: name, data, lists, fileLists, token }: FormAction): string {
  const parts: [name: string, value: string][] = [
    [FORM.function, name],
    ...(Object.keys(data).length ? [[FORM.data, JSON.stringify(data)] as [string, string]] : []),
    ...lists.map((field): [string, string] => [FORM.list, field]),
    ...fileLists.map((field): [string, string] => [FORM.files, field]),
    [FORM.token, token],
  ]
  return parts.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join("&")
}

function dataIn(attributes: Record<string, string>): Record<string, unknown> {
  const json = (attributes["data-liveview-json"] ?? "").split(" ")
  const data = Object.entries(attributes).filter(([name]) => name.startsWith("data-data-"))
  return Object.fromEntries(
    data.map(([attribute, value]) => {
      const name = attribute.slice(10)
      return [camelCase(name), json.includes(name) ? (parsed(value) ?? value) : value]
    }),
  )
}

/** As `dataset` spells FORM. */
function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function recordIn(json: string | null | undefined): Record<string, unknown> {
  const value = json ? parsed(json) : undefined
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {}
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

type Attributes = Record<string, string>

function attributesIn(written: string): Attributes {
  return Object.fromEntries(
    [...written.matchAll(/\s([^\s"=>/]+)(?:="([^"]*)")?/g)].map(([, name = "", value = ""]) => [name, decodedText(value) ?? value]),
  )
}

interface Controls extends Pick<FormAction, "lists" | "fileLists"> {
  hasFiles: boolean
}

const control = /<(input|select|textarea)(?=[\s>/])((?:[^">]|"[^"]*")*)>/g

/** The tags of controls that name their form, by its id. */
function controlsElsewhere(html: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [tag, , written = ""] of html.matchAll(control)) {
    const id = written.includes(' form="') ? attributesIn(written).form : undefined
    if (id) found.set(id, (found.get(id) ?? "") + tag)
  }
  return found
}

/** A list is what may come several times: `select multiple`, a name in `[]`, several controls (a radio group is one). `named`: those that name the form. */
function controlsIn(content: string, named = ""): Controls {
  if (!named && !/<(?:input|select|textarea)/.test(content)) return noControls
  const lists = new Set<string>()
  const fileLists = new Set<string>()
  const seen = new Map<string, string>()
  let hasFiles = false
  const within = [...content.matchAll(control)].filter(([, , written = ""]) => !/\sform="/.test(written))
  for (const [, tag = "", written = ""] of [...within, ...named.matchAll(control)]) {
    const attributes = attributesIn(written)
    const { name, type = "" } = attributes
    if (type === "file") hasFiles = true
    if (!name || "disabled" in attributes || buttons.has(type)) continue
    const isSeveral = seen.has(name) && !(type === "radio" && seen.get(name) === "radio")
    const isList = name.endsWith("[]") || isSeveral || ("multiple" in attributes && (tag === "select" || type === "file"))
    if (isList) (type === "file" ? fileLists : lists).add(name)
    seen.set(name, type)
  }
  return { lists: [...lists], fileLists: [...fileLists], hasFiles }
}

const noControls = { lists: [], fileLists: [], hasFiles: false }
const buttons = new Set(["submit", "button", "reset", "image"])

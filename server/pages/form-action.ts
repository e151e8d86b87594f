import { decodedText, encodedValue } from "../patches/html-text.ts"
import { FORM } from "../protocol.ts"

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
 * The document, in which every form that calls a handler is also sent to it without script. Only whole documents need it: what a patch brings
 * has come by script. A form that has an `action` or `method` of its author's is left alone.
 */
export function withFormActions(html: string, url: string, token: string): string {
  if (!html.includes("<form")) return html
  const query = new URL(url, "http://localhost").search.slice(1)
  const start = query ? `?${query}&` : "?"
  return html.replace(/<form(?=[\s>])((?:[^">]|"[^"]*")*)>/g, (tag, written: string, at: number) => {
    const attributes = attributesIn(written)
    const called = calledBy(attributes)
    if (!called || "action" in attributes || "method" in attributes) return tag
    const { hasFiles, ...controls } = controlsIn(html.slice(at, html.indexOf("</form>", at)))
    const action = start + queryOfForm({ ...called, ...controls, token })
    const encoding = hasFiles && !("enctype" in attributes) ? ' enctype="multipart/form-data"' : ""
    return `<form${written} method="post" action="${encodedValue(action)}"${encoding}>`
  })
}

/** The handler that a form's submission calls, and its data: what the browser's script makes of the same attributes. */
export function calledBy(attributes: Record<string, string>): Pick<FormAction, "function" | "data"> | undefined {
  if (!/(?:^|\s)(?:submit->)?page#run(?=[\s:]|$)/.test(attributes["data-action"] ?? "")) return undefined
  const { submit: listed }: { submit?: unknown } = recordIn(attributes["data-liveview-on"])
  const [name, data] = Array.isArray(listed) ? listed : [listed]
  if (typeof name === "string") return { function: name, data: { ...data } }
  const own = attributes["data-liveview-function"]
  return own ? { function: own, data: dataIn(attributes) } : undefined
}

/** What the address says; undefined where it is no form's. */
export function readFormAction(url: string): FormAction | undefined {
  const { searchParams: query } = new URL(url, "http://localhost")
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

/** The page's own address, without what a form has added. */
export function pageAddress(url: string): string {
  if (!url.includes(FORM.function)) return url
  const { pathname, searchParams } = new URL(url, "http://localhost")
  for (const name of Object.values(FORM)) searchParams.delete(name)
  return searchParams.size ? `${pathname}?${searchParams}` : pathname
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

function attributesIn(written: string): Record<string, string> {
  return Object.fromEntries(
    [...written.matchAll(/\s([^\s"=>/]+)(?:="([^"]*)")?/g)].map(([, name = "", value = ""]) => [name, decodedText(value) ?? value]),
  )
}

/** A list is what may come several times: `select multiple`, a name in `[]`, several controls (a radio group is one). */
function controlsIn(content: string): Pick<FormAction, "lists" | "fileLists"> & { hasFiles: boolean } {
  if (!/<(?:input|select|textarea)/.test(content)) return noControls
  const lists = new Set<string>()
  const fileLists = new Set<string>()
  const seen = new Map<string, string>()
  let hasFiles = false
  for (const [, tag = "", written = ""] of content.matchAll(/<(input|select|textarea)(?=[\s>/])((?:[^">]|"[^"]*")*)>/g)) {
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

import { AuthorError } from "../errors.ts"
import type { Handler } from "./handler.ts"

export interface OnOptions {
  /** Milliseconds of quiet before the event is sent. */
  debounce?: number
  /** Milliseconds in which further events are ignored. */
  throttle?: number
  /** Asked before the event is sent. */
  confirm?: string
  /** Text of the button while the event is in flight. */
  disableWith?: string
  /** Pixels before the viewport at which `appear` and `disappear` trigger. */
  threshold?: number
  /** What a further run does while one is in flight. */
  sync?: "queue" | "drop" | "replace"
  /** The form is always sent over HTTP, where its handler has `response`; the answer is loaded as a page. For `submit` alone. */
  http?: boolean
}

/** The attributes to spread onto an element. */
export type Attributes = Record<`data-${string}`, string>

// biome-ignore lint/suspicious/noExplicitAny: a handler of any schema; the argument types below are read off it
export type AnyHandler = Handler<any, any>
type DataOf<H> = H extends Handler<infer D, infer _F> ? D : never
/** The data that a handler takes: required where its schema has something that is. */
type DataArguments<H> =
  undefined extends DataOf<H>
    ? [data?: Record<string, unknown>, options?: OnOptions]
    : Record<never, never> extends DataOf<H>
      ? [data?: DataOf<H>, options?: OnOptions]
      : [data: DataOf<H>, options?: OnOptions]
/** A handler by itself, where its data need nothing, or with its data and options. */
type Binding<H> = [] extends DataArguments<H> ? H | readonly [H, ...DataArguments<H>] : readonly [H, ...DataArguments<H>]
type Bindings<H extends Record<string, AnyHandler>> = { [E in keyof H]: Binding<H[E]> }

/** A DOM event, `init`, `appear`, `disappear`, `away` (a click outside), or a key such as `key:ctrl+s`. */
export type EventName = keyof HTMLElementEventMap | "init" | "appear" | "disappear" | "away" | `key:${string}` | (string & {})

/**
 * The attributes that make an element call a handler: `<button {...on("click", add, { by: 1 })}>`.
 * Data are checked against the handler's schema by tsc. Several events: `on({ input: search, blur: [validate, { field: "email" }] })`.
 */
export function on<H extends AnyHandler>(event: EventName, handler: H, ...rest: DataArguments<H>): Attributes
export function on<H extends Record<string, AnyHandler>>(bindings: Bindings<H>): Attributes
export function on(event: unknown, handler?: unknown, data?: unknown, options?: unknown): Attributes {
  if (typeof event === "string") return single(event, binding(event, handler, data, options))
  if (typeof event !== "object" || event === null)
    throw new AuthorError(`on() expected an event name or an object of events, got ${typeof event}.`)
  return several(
    Object.entries(event).map(([name, value]) => [
      name,
      Array.isArray(value) ? binding(name, value[0], value[1], value[2]) : binding(name, value),
    ]),
  )
}

interface Bound {
  name: string
  isConcurrent: boolean
  data: Record<string, unknown>
  options: OnOptions
}

function binding(event: string, handler: unknown, data?: unknown, options?: unknown): Bound {
  if (typeof handler !== "object" || handler === null || !("kind" in handler) || handler.kind !== "handler" || !("name" in handler))
    throw new AuthorError(
      `on("${event}") expected a handler, got ${handler === undefined ? "undefined (is its module imported in a circle?)" : typeof handler}.`,
    )
  if (data !== undefined && (typeof data !== "object" || data === null || Array.isArray(data)))
    throw new AuthorError(
      `on("${event}", ${handler.name}) expected an object of data, got ${Array.isArray(data) ? "an array" : typeof data}.`,
    )
  return {
    name: String(handler.name),
    isConcurrent: "options" in handler && Object(handler.options).concurrent === true,
    data: { ...data },
    options: options === undefined ? none : checkOptions(event, options),
  }
}

const none: OnOptions = {}

function checkOptions(event: string, options: unknown): OnOptions {
  if (typeof options !== "object" || options === null)
    throw new AuthorError(`on("${event}") expected an object of options, got ${typeof options}.`)
  const unknown = Object.keys(options).find((key) => !Object.hasOwn(optionAttributes, key))
  if (unknown !== undefined)
    throw new AuthorError(`on("${event}") has no option "${unknown}". Expected one of ${Object.keys(optionAttributes).join(", ")}.`)
  if ("http" in options && options.http && event !== "submit")
    throw new AuthorError(`on("${event}") has the option "http", which is for "submit": only a form is sent over HTTP.`)
  return options
}

const optionAttributes: Record<keyof OnOptions, `data-${string}`> = {
  debounce: "data-liveview-debounce",
  throttle: "data-liveview-throttle",
  confirm: "data-liveview-confirm",
  disableWith: "data-liveview-disable-with",
  threshold: "data-liveview-intersect-threshold",
  sync: "data-liveview-sync",
  http: "data-liveview-http",
}

/** The attribute that names the handler of an event which is not a DOM event. */
const ownEvents: Record<string, `data-${string}`> = {
  init: "data-liveview-init",
  appear: "data-liveview-intersect-appear",
  disappear: "data-liveview-intersect-disappear",
  away: "data-liveview-away",
}

function single(event: string, { name, isConcurrent, data, options }: Bound): Attributes {
  const attributes = trigger(event, name)
  if (isConcurrent) attributes["data-liveview-concurrent"] = "true"
  addData(attributes, data)
  if (options !== none) addOptions(attributes, options)
  return attributes
}

function trigger(event: string, name: string): Attributes {
  const own = Object.hasOwn(ownEvents, event) ? ownEvents[event] : undefined
  if (own) return { [own]: name }
  if (event.startsWith("key:")) return { "data-liveview-keyboard-map": JSON.stringify({ [event.slice(4)]: name }) }
  return { "data-action": action(event), "data-liveview-function": name }
}

/** The same string for all rows of a list, so that it is escaped once. */
const actions = new Map<string, string>()

function action(event: string): string {
  const known = actions.get(event)
  if (known !== undefined) return known
  if (/^on[A-Z]|[\s>]|^$/.test(event))
    throw new AuthorError(
      `on(${JSON.stringify(event)}) expected the name of a DOM event, such as "click", or init, appear, disappear, away, key:…`,
    )
  const found = `${event}->page#run`
  if (actions.size < mostNames) actions.set(event, found)
  return found
}

/** Values that are not text are JSON, so that numbers and booleans arrive as what they are. */
function addData(attributes: Attributes, data: Record<string, unknown>): void {
  let json = ""
  for (const key in data) {
    const value = data[key]
    if (value === undefined) continue
    const { name, attribute } = datum(key)
    attributes[attribute] =
      typeof value === "string" ? value : typeof value === "number" && Number.isFinite(value) ? `${value}` : jsonOf(key, value)
    if (typeof value !== "string") json = json === "" ? name : `${json} ${name}`
  }
  if (json !== "") attributes["data-liveview-json"] = json
}

/** Of a date a text, as everywhere in JSON; what there is no JSON of would arrive as something else, or not at all. */
function jsonOf(key: string, value: unknown): string {
  try {
    const json = typeof value === "number" ? undefined : JSON.stringify(value)
    if (json !== undefined) return json
  } catch {
    // A bigint, or an object that holds itself.
  }
  const got = typeof value === "number" ? value : typeof value === "object" ? "an object that is none" : `a ${typeof value}`
  throw new AuthorError(`on() expected JSON as the datum "${key}", got ${got}.`)
}

/** A datum in markup: its name there, and the attribute that carries it. */
interface Datum {
  name: string
  attribute: `data-${string}`
}

/** A page has thousands of elements, and few names. */
const known = new Map<string, Datum>()
const mostNames = 2_000

function datum(key: string): Datum {
  const found = known.get(key)
  if (found) return found
  const name = toKebab(key)
  const made: Datum = { name, attribute: `data-data-${name}` }
  if (known.size < mostNames) known.set(key, made)
  return made
}

/** camelCase → kebab-case, as the browser's `dataset` has it. */
function toKebab(key: string): string {
  if (!/^[\w$.:-]+$/.test(key))
    throw new AuthorError(`on() expected the name of a datum to be made of letters, digits and _ . : -, got ${JSON.stringify(key)}.`)
  const arriving = key.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
  if (arriving !== key)
    throw new AuthorError(
      `on() expected the name of a datum in camelCase, got ${JSON.stringify(key)}: as an attribute it would arrive as "${arriving}".`,
    )
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

function addOptions(attributes: Attributes, options: OnOptions): void {
  for (const [key, attribute] of Object.entries(optionAttributes)) {
    const value: unknown = Reflect.get(options, key)
    if (value !== undefined && value !== false) attributes[attribute] = String(value)
  }
}

/** Several events on one element: the bindings as JSON, and an action for each that is a DOM event. */
function several(bindings: [event: string, bound: Bound][]): Attributes {
  const table = bindings.map(([event, { name, isConcurrent, data, options }]) => [
    event,
    [name, data, isConcurrent ? { ...options, concurrent: true } : options],
  ])
  const attributes: Attributes = { "data-liveview-on": JSON.stringify(Object.fromEntries(table)) }
  const actions: string[] = []
  for (const [event, { name, options }] of bindings) {
    const { "data-action": action, "data-liveview-function": _, ...own } = trigger(event, name)
    if (action) actions.push(action)
    if (own["data-liveview-keyboard-map"] && attributes["data-liveview-keyboard-map"])
      own["data-liveview-keyboard-map"] = JSON.stringify({
        ...JSON.parse(attributes["data-liveview-keyboard-map"]),
        ...JSON.parse(own["data-liveview-keyboard-map"]),
      })
    Object.assign(attributes, own)
    if (options.threshold !== undefined) attributes["data-liveview-intersect-threshold"] = String(options.threshold)
    if (options.http) attributes["data-liveview-http"] = "true"
  }
  if (actions.length) attributes["data-action"] = actions.join(" ")
  return attributes
}

import { eventData } from "./event-data.ts"

export type Sync = "queue" | "drop" | "replace"

export interface BindingOptions {
  debounce?: number
  throttle?: number
  confirm?: string
  disableWith?: string
  sync?: Sync
  concurrent?: boolean
}

/** Which handler an element calls for a trigger, and with what. */
export interface Binding {
  function: string
  data: Record<string, unknown>
  options: BindingOptions
}

const attributes = new Map([
  ["init", "data-liveview-init"],
  ["appear", "data-liveview-intersect-appear"],
  ["disappear", "data-liveview-intersect-disappear"],
  ["away", "data-liveview-away"],
  ["recover", "data-liveview-recover"],
])

/** The handler that an element names for a trigger (`click`, `init`, `key:ctrl+s`, …), or nothing. */
export function bindingOf(element: Element, trigger: string): Binding | undefined {
  const listed = listedBinding(element, trigger)
  if (listed) return listed
  const name = trigger.startsWith("key:")
    ? keyHandler(element, trigger.slice(4))
    : element.getAttribute(attributes.get(trigger) ?? "data-liveview-function")
  return name ? { function: name, data: eventData(element), options: ownOptions(element) } : undefined
}

function keyHandler(element: Element, key: string): string | undefined {
  const name = jsonAttribute(element, "data-liveview-keyboard-map")[key]
  return typeof name === "string" ? name : undefined
}

/** `data-liveview-on`: trigger → handler, or [handler, data, options]. */
function listedBinding(element: Element, trigger: string): Binding | undefined {
  const listed = jsonAttribute(element, "data-liveview-on")[trigger]
  const [name, data, options] = Array.isArray(listed) ? listed : [listed]
  return typeof name === "string" ? { function: name, data: data ?? {}, options: options ?? {} } : undefined
}

/** The object in an attribute: {} where there is none, or none that can be read. */
export function jsonAttribute(element: Element, name: string): Record<string, unknown> {
  const json = element.getAttribute(name)
  if (json === null) return {}
  try {
    const value: unknown = JSON.parse(json)
    return Object.fromEntries(Object.entries(value ?? {}))
  } catch {
    console.error(`${name} expected JSON, got ${json}`, element)
    return {}
  }
}

function ownOptions(element: Element): BindingOptions {
  const read = (name: string) => element.getAttribute(`data-liveview-${name}`) ?? undefined
  const sync = read("sync")
  return {
    debounce: Number(read("debounce")) || 0,
    throttle: Number(read("throttle")) || 0,
    confirm: read("confirm"),
    disableWith: read("disable-with"),
    sync: sync === "queue" || sync === "drop" || sync === "replace" ? sync : undefined,
    concurrent: read("concurrent") !== undefined,
  }
}

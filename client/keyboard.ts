import { bindingOf, jsonAttribute } from "./binding.ts"
import type { Inputs } from "./early.ts"
import type { Runs } from "./runs.ts"

const map = "data-liveview-keyboard-map"

const names: Record<string, string> = {
  " ": "space",
  escape: "esc",
  arrowup: "up",
  arrowdown: "down",
  arrowleft: "left",
  arrowright: "right",
  pageup: "page_up",
  pagedown: "page_down",
}

/** Key maps of the elements around the one that has the focus, from the inside out. */
export function watchKeys({ run }: Runs, { keys }: Inputs): { look(elements: Element[]): void } {
  keys((event) => {
    if (event.defaultPrevented || event.repeat || event.isComposing || isTyping(event)) return
    const start = event.target instanceof Element ? event.target : document.body
    const closing = event.key === "Escape" ? closedByEscape(start) : null
    for (let element = start.closest(`[${map}]`); element; element = element.parentElement?.closest(`[${map}]`) ?? null) {
      if (closing && element !== closing && element.contains(closing)) return
      const key = keyIn(element, event)
      const binding = key === undefined ? undefined : bindingOf(element, `key:${key}`)
      if (!binding) continue
      if (element !== start && isOperated(start, event)) return
      event.preventDefault()
      return run({ element, trigger: `key:${key}` }, binding)
    }
  })
  return { look: makeFocusable }
}

/** By keys alone somebody could not press a button any more, nor choose, where a map around it took the keys for that. */
function isOperated(element: Element, { key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  const controls = operated.find(([keys]) => keys.test(key))?.[1]
  return controls !== undefined && !ctrlKey && !altKey && !metaKey && element.matches(controls)
}

const operated: [keys: RegExp, controls: string][] = [
  [/^Enter$/, "a[href],area[href],button,summary,input:is([type=button],[type=submit],[type=reset],[type=image],[type=color],[type=file])"],
  [/^ $/, "button,summary,input,audio[controls],video[controls]"],
  [/^(?:Arrow|Home$|End$|Page)/, "input:is([type=radio],[type=range]),audio[controls],video[controls]"],
]

/** What Escape closes by itself around the element: maps outside of it leave it to the browser. */
function closedByEscape(start: Element): Element | null {
  for (let element: Element | null = start; element; element = element.parentElement)
    if (isLayer(element, ":modal:not([closedby=none])") || isLayer(element, ":popover-open:not([popover=manual])")) return element
  return null
}

function isLayer(element: Element, selector: string): boolean {
  try {
    return element.matches(selector)
  } catch {
    // Older browsers and simulated documents do not know it.
    return false
  }
}

/** The key of the map that was pressed, as the author spelled it. */
function keyIn(element: Element, event: KeyboardEvent): string | undefined {
  const pressed = spellings(event)
  return Object.keys(jsonAttribute(element, map)).find((key) => pressed.includes(normal(key)))
}

/** `ctrl+shift+p`; and for what shift made of a key, also without it: `?`. */
function spellings({ key, ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): string[] {
  const name = names[key.toLowerCase()] ?? key.toLowerCase()
  const modifiers = [ctrlKey && "ctrl", altKey && "alt", metaKey && "meta"].filter((modifier) => modifier !== false)
  const plain = [...modifiers, name].join("+")
  if (!shiftKey) return [plain]
  const shifted = [...modifiers, "shift", name].join("+")
  return isSymbol(key) ? [shifted, plain] : [shifted]
}

function isSymbol(key: string): boolean {
  return key.length === 1 && key.toLowerCase() === key.toUpperCase() && key !== " "
}

const order = ["ctrl", "alt", "meta", "shift"]
const aliases: Record<string, string> = { escape: "esc", cmd: "meta", command: "meta", control: "ctrl", option: "alt", return: "enter" }

/** A combination in the order in which it is looked up. "+" itself is a key. */
function normal(combination: string): string {
  const parts = combination
    .toLowerCase()
    .split(/\+(?!$)/)
    .map((part) => aliases[part] ?? names[part] ?? part)
  const modifiers = order.filter((modifier) => parts.slice(0, -1).includes(modifier))
  return [...modifiers, parts.at(-1)].join("+")
}

/** A key map does not eat what is typed: Escape, Enter and combinations reach it also from a field. */
function isTyping({ target, key, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement) || key === "Escape") return false
  if (target.matches("textarea") && key === "Enter" && !ctrlKey && !metaKey) return true
  const typesInto =
    target.matches(
      "input:not([type=checkbox],[type=radio],[type=button],[type=submit],[type=reset],[type=range],[type=color],[type=file]),textarea,select",
    ) || target.isContentEditable
  // AltGr is control and alt, and types.
  const combined = (ctrlKey || metaKey) !== altKey || (altKey && metaKey)
  return typesInto && key !== "Enter" && !(combined && key.length > 0)
}

/** A map can only hear what has the focus inside it: by a click, where it holds nothing that takes it. */
function makeFocusable(elements: Element[]): void {
  for (const root of elements)
    for (const element of [root, ...root.querySelectorAll(`[${map}]`)]) {
      if (!(element instanceof HTMLElement) || !element.hasAttribute(map) || element === document.body || element.tabIndex >= 0) continue
      if (!element.hasAttribute("tabindex")) element.tabIndex = -1
    }
}

import type { Refusal } from "../server/protocol.ts"
import { controlsOf, isButton } from "./event-data.ts"

export interface FieldErrors {
  /** Shows messages beside their fields; returns those that have none. */
  show(form: HTMLFormElement | null, refusal: Refusal): string[]
  clear(form: HTMLFormElement): void
}

const place = "data-liveview-error-for"
let made = 0

/** What the server says of single fields, until the field is edited or another reply comes. */
export function createFieldErrors(): FieldErrors {
  const shown = new Map<Element, () => void>()

  function show(form: HTMLFormElement | null, { errors = {} }: Refusal): string[] {
    if (form) clear(form)
    const controls = form ? controlsOf(form) : []
    const rest: string[] = []
    for (const [field, messages] of Object.entries(errors)) {
      // Messages under "" are about the whole form: a button without a name is not what they mean.
      const control = field ? controlFor(controls, field) : undefined
      if (form && control) mark(form, control, field, messages.join(" "))
      else rest.push(...messages)
    }
    focusFirst(controls)
    return rest
  }

  function mark(form: HTMLFormElement, control: Element, field: string, message: string): void {
    unmark(control)
    const described = control.getAttribute("aria-describedby")
    const ids = (described ?? "").split(" ")
    const own = ownOutput(form, control, field, ids)
    const output = own ?? createOutput(control, field)
    output.id ||= newId()
    const text = output.textContent
    const id = write(output, message)
    control.setAttribute("aria-invalid", "true")
    control.setAttribute("aria-describedby", [...new Set([...ids.filter((other) => other !== output.id), id])].join(" ").trim())
    const edited = () => unmark(control)
    control.addEventListener("input", edited, { once: true })
    shown.set(control, () => {
      control.removeEventListener("input", edited)
      control.removeAttribute("aria-invalid")
      if (described === null) control.removeAttribute("aria-describedby")
      else control.setAttribute("aria-describedby", described)
      if (own) own.textContent = text
      else output.remove()
    })
  }

  function unmark(control: Element): void {
    shown.get(control)?.()
    shown.delete(control)
  }

  function clear(form: HTMLFormElement): void {
    for (const control of [...shown.keys()]) if (!control.isConnected || controlsOf(form).includes(control)) unmark(control)
  }

  /** Never away from where somebody is: only from the button that sent the form, or from nowhere. */
  function focusFirst(controls: Element[]): void {
    const first = controls.find((control) => shown.has(control))
    const active = document.activeElement
    const isFree = !active || active === document.body || (controls.includes(active) && isButton(active))
    if (first instanceof HTMLElement && isFree) first.focus()
  }

  return { show, clear }
}

/** The control of a field, or of one entry of a list: `amount.1` is the second that is sent of that name. */
function controlFor(controls: Element[], field: string): Element | undefined {
  const named = (name: string) => controls.filter((control) => [name, `${name}[]`].includes(control.getAttribute("name") ?? ""))
  const [, list, entry] = /^(.+)\.(\d+)$/.exec(field) ?? []
  const entries = list ? named(list).filter((control) => !control.matches(":disabled,[type=checkbox]:not(:checked)")) : []
  return named(field)[0] ?? entries[Number(entry)] ?? entries[0]
}

/** Where the author wants messages of the field: in its form, that of an entry in its row; or elsewhere, where it is described by it. */
function ownOutput(form: HTMLFormElement, control: Element, field: string, ids: string[]): Element | undefined {
  const name = control.getAttribute("name")
  const list = name?.replace(/\[\]$/, "")
  const outputs = [...document.querySelectorAll(`[${place}="${CSS.escape(list ?? "")}"]`)]
  if (list === field) return outputs.find((output) => form.contains(output)) ?? outputs.find(({ id }) => ids.includes(id))
  const others = controlsOf(form).filter((other) => other !== control && other.getAttribute("name") === name)
  let row = control
  for (let at = row.parentElement; at && row !== form && !others.some((other) => at?.contains(other)); at = at.parentElement) row = at
  return outputs.find((output) => row.contains(output))
}

/** Where the same form stands on the page several times, the id of its messages is the first one's. Returns what this message is known by. */
function write(output: Element, message: string): string {
  output.textContent = message
  if (document.getElementById(output.id) === output) return output.id
  const own = document.createElement("span")
  own.id = newId()
  own.append(...output.childNodes)
  output.append(own)
  return own.id
}

function newId(): string {
  return `liveview-error-${++made}`
}

function createOutput(control: Element, field: string): Element {
  const output = document.createElement("span")
  output.className = "liveview-field-error"
  output.setAttribute(place, field)
  control.after(output)
  return output
}

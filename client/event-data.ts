/**
 * What an element carries for its handler: its `data-data-*` attributes. Those listed in `data-liveview-json` hold JSON.
 * They are asked for by name: a control named "attributes" hides the form's own property.
 */
export function eventData(element: Element): Record<string, unknown> {
  const json = (element.getAttribute("data-liveview-json") ?? "").split(" ")
  const names = element.getAttributeNames().filter((name) => name.startsWith("data-data-"))
  return Object.fromEntries(
    names.map((name) => {
      const value = element.getAttribute(name) ?? ""
      return [camelCase(name.slice(10)), json.includes(name.slice(10)) ? parsed(value) : value]
    }),
  )
}

/** As `dataset` spells names. */
function camelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

/** The form that an element belongs to: itself, the one it is associated with, or the one around it. */
export function formOf(element: Element): HTMLFormElement | null {
  if (element instanceof HTMLFormElement) return element
  return isControl(element) ? element.form : element.closest("form")
}

export type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLButtonElement

export function isControl(element: unknown): element is Control {
  return element instanceof Element && element.matches("input,select,textarea,button")
}

/** The controls of a form. Read from the prototype: a control named "elements" hides the form's own property. */
export function controlsOf(form: HTMLFormElement): Element[] {
  const elements: HTMLFormControlsCollection = Reflect.get(HTMLFormElement.prototype, "elements", form)
  return [...elements]
}

/** What the browser itself would send for an element: its form, or the element alone if it is a control outside of any. */
export function formValues(element: Element, submitter?: Element | null): Record<string, unknown> {
  const form = formOf(element)
  if (!form) return isControl(element) && !isButton(element) && element.name ? grouped([element], ownEntries(element)) : {}
  const sender = isControl(submitter) && isSubmitter(submitter) && submitter.form === form ? submitter : null
  return grouped(controlsOf(form), [...new FormData(form, sender)])
}

function ownEntries(control: Control): [string, string][] {
  const values =
    control instanceof HTMLSelectElement
      ? [...control.selectedOptions].map(({ value }) => value)
      : isUnticked(control)
        ? []
        : [control.value]
  return values.map((value) => [control.name, value])
}

function isUnticked(control: Control): boolean {
  return control.matches("[type=checkbox],[type=radio]") && !control.matches(":checked")
}

/** Is an array what may come several times: `select multiple`, a name in `[]`, several controls (a radio group is one). */
function grouped(controls: Element[], entries: [string, FormDataEntryValue][]): Record<string, unknown> {
  const values = new Map<string, unknown>()
  const lists = new Map<string, string[]>()
  for (const name of listNames(controls)) lists.set(keyOf(name), [])
  for (const [name, value] of entries) {
    const key = keyOf(name)
    // A file travels by upload, never within the event.
    if (typeof value !== "string") continue
    lists.get(key)?.push(value)
    values.set(key, value)
  }
  return Object.fromEntries([...values, ...lists])
}

function keyOf(name: string): string {
  return name.replace(/\[\]$/, "")
}

/** Names of the fields that are lists, but for files. */
export function listNames(controls: Element[]): Set<string> {
  const seen = new Map<string, Element>()
  const lists = new Set<string>()
  for (const control of controls) {
    const name = control.getAttribute("name")
    if (!name || isButton(control) || control.matches("fieldset,output,object,[type=file],:disabled")) continue
    const other = seen.get(name)
    if (name.endsWith("[]") || control.matches("select[multiple]") || (other && !(isRadio(other) && isRadio(control)))) lists.add(name)
    seen.set(name, control)
  }
  return lists
}

function isRadio(element: Element): boolean {
  return element.matches("[type=radio]")
}

export function isButton(element: Element): boolean {
  return element.matches("button,[type=submit],[type=button],[type=reset],[type=image]")
}

/** A button that sends its form. */
export function isSubmitter(element: Element): boolean {
  return element.matches("button:not([type=button],[type=reset]),input[type=submit],input[type=image]")
}

/** Does a click on it send its form? A plain button does, as the seed has it, where nothing else sends the form: others are for a part of it. */
export function sendsForm(element: Element): boolean {
  if (isSubmitter(element)) return true
  const form = isButton(element) && !element.matches("[type=reset]") ? formOf(element) : null
  return !!form && !form.matches('[data-action*="submit->page#run"]') && !controlsOf(form).some(isSubmitter)
}

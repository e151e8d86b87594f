import { encodedValue } from "../patches/html-text.ts"
import { type FoundElement, Markup, textOf, withAttributes, withContent } from "../patches/markup-edits.ts"
import { calledBy, type FormAction } from "./form-action.ts"
import { asTyped, keyOf } from "./form-body.ts"

/** The document with what was typed in the fields of the form that was sent; passwords are never sent back. */
export function withTyped(html: string, action: FormAction, fields: [name: string, value: string][]): string {
  const markup = new Markup(html)
  const form = formIn(markup, action)
  if (!form) return html
  const typed = new Typed(fields)
  return markup.with(
    controlsIn(markup, form).flatMap((control) => (control.name === "select" ? optionsIn(markup, control) : [control])),
    // From the last to the first: `with` asks in this order, and fields of one name are taken in it.
    (written, element) => filled(written, element, typed),
  )
}

/** The document with these messages beside their fields, and the messages that have none. */
export function withErrors(html: string, action: FormAction, errors: Record<string, string[]>): { html: string; rest: string[] } {
  const markup = new Markup(html)
  const form = formIn(markup, action)
  const controls = form ? controlsIn(markup, form) : []
  const rest: string[] = []
  const marks = new Map<FoundElement, (written: string) => string>()
  for (const [field, messages] of Object.entries(errors)) {
    const control = field === "" ? undefined : controlFor(controls, field)
    if (!form || !control) {
      rest.push(...messages)
      continue
    }
    const message = encodedValue(messages.join(" "))
    const described = describedBy(control)
    const list = nameOf(control) ?? ""
    const outputs = markup.find((element) => element.attribs[place] === list)
    const own =
      list === keyOf(field)
        ? (outputs.find((element) => isWithin(element, form)) ?? outputs.find(({ attribs }) => described.includes(attribs.id ?? "")))
        : outputs.find((element) => isWithin(element, rowOf(markup, controls, control, form)))
    const id = (own && ownId(markup, own)) ?? `liveview-error-${marks.size + 1}`
    if (own) marks.set(own, (written) => withContent(withAttributes(written, { id }), () => message))
    const output = own ? "" : `<span id="${id}" class="liveview-field-error" ${place}="${encodedValue(field)}">${message}</span>`
    const others = described.filter((other) => other !== own?.attribs.id)
    marks.set(control, (written) => invalid(written, [...others, id]) + output)
  }
  const first = controls.find((control) => marks.has(control))
  const inOrder = markup.find((element) => marks.has(element))
  return {
    html: markup.with(inOrder, (written, element) => {
      const marked = marks.get(element)?.(written) ?? written
      return element === first ? withAttributes(marked, { autofocus: "" }) : marked
    }),
    rest,
  }
}

const place = "data-liveview-error-for"

/** The control of a field, or of one entry of a list: `amount.1` is the second that was sent of that name. */
function controlFor(controls: FoundElement[], field: string): FoundElement | undefined {
  const named = (name: string) => controls.filter((control) => nameOf(control) === name)
  const [, list, entry] = /^(.+)\.(\d+)$/.exec(field) ?? []
  const entries = list
    ? named(list).filter(({ attribs }) => !("disabled" in attribs) && (attribs.type !== "checkbox" || "checked" in attribs))
    : []
  return named(keyOf(field))[0] ?? entries[Number(entry)] ?? entries[0]
}

function nameOf({ attribs: { name } }: FoundElement): string | undefined {
  return name === undefined ? undefined : keyOf(name)
}

/** What stands around the control and around no other of its name. */
function rowOf(markup: Markup, controls: FoundElement[], control: FoundElement, form: FoundElement): FoundElement {
  const others = controls.filter((other) => other !== control && nameOf(other) === nameOf(control))
  const around = markup.around(control).filter((element) => element === form || isWithin(element, form))
  return around.findLast((element) => !others.some((other) => isWithin(other, element))) ?? control
}

/** The ids of what describes the control. */
function describedBy({ attribs }: FoundElement): string[] {
  return (attribs["aria-describedby"] ?? "").split(" ").filter(Boolean)
}

/** Where the same form stands on the page several times, the id of its messages is the first one's. */
function ownId(markup: Markup, { attribs: { id } }: FoundElement): string | undefined {
  return id !== undefined && markup.find(({ attribs }) => attribs.id === id).length === 1 ? id : undefined
}

function invalid(written: string, described: string[]): string {
  return withAttributes(written, { "aria-invalid": "true", "aria-describedby": described.join(" ") })
}

/** The form of this address: the first that calls the same handler with the same data. */
export function formIn(markup: Markup, action: FormAction): FoundElement | undefined {
  const wanted = keyOfForm(action)
  return formsIn(markup).find(({ key }) => key === wanted)?.form
}

/** The forms that call a handler, each with what tells it from others; also those of which only a button does. */
export function formsIn(markup: Markup): { form: FoundElement; key: string }[] {
  return markup
    .find(({ name }) => senders.has(name))
    .flatMap((element) => {
      const isForm = element.name === "form"
      const called = calledBy(element.attribs, isForm ? "submit" : "click")
      const form = called && (isForm ? element : formOf(markup, element))
      return form ? [{ form, key: keyOfForm(called) }] : []
    })
}

const senders = new Set(["form", "button", "input"])

/** What a button sends. */
function formOf(markup: Markup, button: FoundElement): FoundElement | undefined {
  const id = button.attribs.form
  return id === undefined ? markup.around(button).find(({ name }) => name === "form") : markup.byId(id)
}

function keyOfForm({ function: name, data }: Pick<FormAction, "function" | "data">): string {
  return JSON.stringify([name, data])
}

/** What is typed or chosen in: the controls within, and those elsewhere that name the form. */
function controlsIn(markup: Markup, form: FoundElement): FoundElement[] {
  return markup.find(
    (element) =>
      ["input", "select", "textarea"].includes(element.name) &&
      (element.attribs.form === undefined ? isWithin(element, form) : element.attribs.form === form.attribs.id),
  )
}

function optionsIn(markup: Markup, select: FoundElement): FoundElement[] {
  return markup.find((element) => element.name === "option" && isWithin(element, select))
}

function isWithin(element: FoundElement, ancestor: FoundElement): boolean {
  for (let at = element.parent; at; at = at.parent) if (at === ancestor) return true
  return false
}

/** What was sent, by name; of several texts of one name, each goes to its own field. */
class Typed {
  readonly #values = new Map<string, string[]>()

  constructor(fields: [name: string, value: string][]) {
    for (const [name, value] of fields) {
      const values = this.all(name)
      values.push(asTyped(value))
      this.#values.set(name, values)
    }
  }

  all(name: string | undefined): string[] {
    return this.#values.get(name ?? "") ?? []
  }

  /** Asked from the last field to the first. */
  takeLast(name: string | undefined): string | undefined {
    return this.all(name).pop()
  }
}

function filled(written: string, element: FoundElement, typed: Typed): string {
  const { name, attribs } = element
  if (name === "option") {
    const select = selectOf(element)
    const value = attribs.value ?? textOf(element)
    return withAttributes(written, { selected: typed.all(select?.attribs.name).includes(value) ? "" : null })
  }
  if (keptAsTheyAre.has(attribs.type ?? "") || "disabled" in attribs) return written
  if (attribs.type === "checkbox" || attribs.type === "radio")
    return withAttributes(written, { checked: typed.all(attribs.name).includes(attribs.value ?? "on") ? "" : null })
  const value = typed.takeLast(attribs.name)
  if (value === undefined) return written
  // The first line break in a text area is the parser's.
  if (name === "textarea") return withContent(written, () => (value.startsWith("\n") ? "\n" : "") + encodedValue(value))
  return withAttributes(written, { value })
}

const keptAsTheyAre = new Set(["password", "file", "hidden", "submit", "button", "reset", "image"])

function selectOf(option: FoundElement): FoundElement | undefined {
  for (let at = option.parent; at; at = at.parent) if ("attribs" in at && at.name === "select") return at
  return undefined
}

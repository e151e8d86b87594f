import { controlsOf } from "./event-data.ts"
import { marked } from "./marked.ts"

/** What somebody types into, ticks or chooses from. */
export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

/** Which side wins in the fields that a patch touches. */
export interface Contest {
  /** The form whose own submission is answered: what was not edited since then takes what the server has. */
  form?: HTMLFormElement | null
  /** The `moment()` up to which the server may know what was written: what was edited since is the person's. */
  since?: number
  /** Another page: nothing of this one is kept. */
  fresh?: boolean
}

/** A field as it was before it was patched. */
interface Before {
  base: string
  mine: string
  range: [start: number, end: number, direction: HTMLInputElement["selectionDirection"]] | undefined
}

const touched = new Map<Field, Before>()
const edits = new WeakMap<Field, number>()
let count = 0
let composing: EventTarget | null = null

/** Listens to what the person edits. Returns how to stop. */
export function watchFields(root: Document): () => void {
  for (const [type, listener] of Object.entries(listeners)) root.addEventListener(type, listener, true)
  return () => {
    for (const [type, listener] of Object.entries(listeners)) root.removeEventListener(type, listener, true)
  }
}

const listeners: Record<string, (event: Event) => void> = {
  input: ({ target }) => {
    count++
    if (isField(target)) edits.set(target, count)
  },
  compositionstart: ({ target }) => {
    composing = target
  },
  compositionend: () => {
    composing = null
  },
  // What is taken out of the page says no more than this.
  blur: () => {
    composing = null
  },
}

/** The present moment, to be asked later what was edited since. */
export function moment(): number {
  return count
}

/** The fields of the form that the person has edited since the moment. */
export function edited(form: HTMLFormElement, since: number): Field[] {
  return controlsOf(form)
    .filter(isField)
    .filter((field) => isEdited(field, since))
}

/** To be called before a patch changes the element: remembers the field that it is or belongs to. */
export function touchField(element: Node | null): void {
  const field = element instanceof Element ? element.closest("input,textarea,select") : element?.parentElement
  if (isField(field) && !touched.has(field) && isEditable(field)) for (const one of group(field)) remember(one)
}

/** Remembers the fields below the element that a patch may decide although their markup is the same. */
export function touchFields(element: Element, { form, fresh }: Contest): void {
  const fields = fresh
    ? element.querySelectorAll("input,textarea,select")
    : [...marked("data-liveview-overwrite"), ...(form ? controlsOf(form) : [])]
  for (const field of fields) if (isField(field) && element.contains(field)) touchField(field)
}

/** Gives each touched field what the rules say: the server's value or the person's. */
export function settleFields(contest: Contest): void {
  for (const [field, before] of touched) if (field.isConnected) settle(field, before, contest)
  touched.clear()
}

/** Whether the person is writing in the element, so that its children are theirs now. */
export function isWritten(node: Node): boolean {
  const active = document.activeElement
  return active instanceof HTMLElement && active.isContentEditable === true && active.contains(node)
}

/** Is half a value being written, such as a day without its month? It would be gone with another `value`, `min` or `max`. */
export function isHalfWritten(element: Element): boolean {
  return element === document.activeElement && element instanceof HTMLInputElement && !!element.validity?.badInput
}

/** Is it the server's now, which answers its form? Files are taken away when a handler has had them, by whoever sent them. */
export function isAnswered(element: Element, { form, since = count }: Contest): boolean {
  return !!form && isField(element) && element.form === form && element.type !== "file" && !isEdited(element, since)
}

function remember(field: Field): void {
  const range = field instanceof HTMLSelectElement || field.selectionStart === null ? undefined : rangeOf(field)
  touched.set(field, { base: defaultOf(field), mine: ownOf(field), range })
}

function rangeOf(field: HTMLInputElement | HTMLTextAreaElement): Before["range"] {
  return [field.selectionStart ?? 0, field.selectionEnd ?? 0, field.selectionDirection]
}

function settle(field: Field, before: Before, contest: Contest): void {
  const wanted = isTheirs(field, contest) ? defaultOf(field) : before.mine
  // Half a number ("1e") reads as no value; only writing takes it away.
  if (ownOf(field) === wanted && (wanted === before.mine || !field.validity?.badInput)) return
  if (field === composing) field.addEventListener("compositionend", () => setTimeout(() => setValue(field, wanted)), { once: true })
  else setValue(field, wanted, before.range)
}

function isTheirs(field: Field, contest: Contest): boolean {
  if (contest.fresh || overwrites(field)) return true
  if (isEdited(field, contest.since ?? count)) return false
  if (contest.form && field.form === contest.form) return isAnswered(field, contest)
  return group(field).some(isChanged) && !group(field).some((one) => one === document.activeElement)
}

/** Does the server say something else of it? */
function isChanged(field: Field): boolean {
  const before = touched.get(field)
  return !!before && defaultOf(field) !== before.base
}

function setValue(field: Field, value: string, range?: Before["range"]): void {
  if (field instanceof HTMLSelectElement) choose(field, value)
  else if (isTicked(field)) field.checked = value !== ""
  else field.value = value
  if (range && field === document.activeElement && "setSelectionRange" in field) field.setSelectionRange(...bounded(range, value.length))
}

function bounded(
  [start, end, direction]: NonNullable<Before["range"]>,
  length: number,
): [number, number, "forward" | "backward" | "none" | undefined] {
  return [Math.min(start, length), Math.min(end, length), direction ?? undefined]
}

/** Chooses what there is of the wanted options; where there is none of them left, what the server chose. */
function choose(select: HTMLSelectElement, value: string): void {
  const wanted = parts(value)
  const isThere = wanted.some((one) => [...select.options].some((option) => option.value === one))
  for (const option of select.options) {
    const on = isThere || !wanted.length ? wanted.includes(option.value) : option.defaultSelected
    if (option.selected !== on) option.selected = on
  }
}

/** What the person has, as a string: of a select its choices, of a tick "on" or nothing. */
function ownOf(field: Field): string {
  if (field instanceof HTMLSelectElement) return joined([...field.options].filter((option) => option.selected))
  return isTicked(field) ? (field.checked ? "on" : "") : field.value
}

/** What the server's markup says, in the same form; a select for which it says nothing shows its first option. */
function defaultOf(field: Field): string {
  if (field instanceof HTMLSelectElement) return joined([...field.options].filter((option) => option.defaultSelected))
  if (isTicked(field)) return field.defaultChecked ? "on" : ""
  return field.type === "file" ? "" : field.defaultValue
}

function joined(options: HTMLOptionElement[]): string {
  return JSON.stringify(options.map((option) => option.value))
}

function parts(value: string): unknown[] {
  return JSON.parse(value)
}

/** The field, or all radio buttons that it shares one choice with. */
function group(field: Field): Field[] {
  if (field.type !== "radio" || !field.name) return [field]
  return [...document.getElementsByName(field.name)].filter(isField).filter((one) => one.type === "radio" && one.form === field.form)
}

function overwrites(field: Field): boolean {
  return "liveviewOverwrite" in field.dataset
}

function isEdited(field: Field, since: number): boolean {
  return group(field).some((one) => (edits.get(one) ?? 0) > since)
}

function isTicked(field: Field): field is HTMLInputElement {
  return field.type === "checkbox" || field.type === "radio"
}

/** The value of these is their attribute; nobody edits them. */
function isEditable(field: Field): boolean {
  return !["hidden", "submit", "button", "image", "reset"].includes(field.type)
}

function isField(target: unknown): target is Field {
  return target instanceof Element && target.matches("input,textarea,select")
}

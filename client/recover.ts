import { bindingOf } from "./binding.ts"
import type { Binding } from "./binding.ts"
import { clock } from "./clock.ts"
import { controlsOf } from "./event-data.ts"
import type { Runs } from "./runs.ts"

interface Recovery {
  element: Element
  binding: Binding
}

/** Milliseconds between looks whether a form is still busy. */
const patience = 50

/** The page was rendered anew: each form that the person has written in is sent to its handler, as a whole. */
export function recoverForms({ run }: Runs, signal: AbortSignal): void {
  for (const form of document.querySelectorAll("form")) recover(form)

  function recover(form: HTMLFormElement): void {
    const edited = controlsOf(form).filter(isEdited)
    if (signal.aborted || !form.isConnected || !edited.length) return
    // What is under way may empty it, or take it away.
    if (form.hasAttribute("data-liveview-busy")) return void clock.after(patience, () => recover(form))
    for (const { element, binding } of recoveriesOf(form, edited)) run({ element, trigger: "recover" }, binding)
  }
}

/** Does any field hold something that the server does not know? */
export function hasEdits(): boolean {
  return [...document.querySelectorAll("input,textarea,select")].some(isEdited)
}

/** `data-liveview-recover`, or else the form's own, or else those of the fields that were written in, or of the first that has any. */
function recoveriesOf(form: HTMLFormElement, edited: Element[]): Recovery[] {
  const named = bindingOf(form, "recover")
  if (named) return named.function === "ignore" ? [] : [{ element: form, binding: undelayed(named) }]
  const own = recoveryOf(form)
  if (own.length) return own
  const others = edited.filter((control) => !isLetGo(control)).flatMap(recoveryOf)
  return others.length ? uniqueOf(others) : controlsOf(form).flatMap(recoveryOf).slice(0, 1)
}

/** What an edit of the element calls. */
function recoveryOf(element: Element): Recovery[] {
  const bindings = ["change", "input"].map((type) => (hears(element, type) ? bindingOf(element, type) : undefined))
  const binding = bindings.find((found) => found)
  return binding ? [{ element, binding: undelayed(binding) }] : []
}

/** What several fields call alike is called once: it gets all of the form. */
function uniqueOf(recoveries: Recovery[]): Recovery[] {
  return [...new Map(recoveries.map((recovery) => [JSON.stringify(recovery.binding), recovery])).values()]
}

/** Of a choice among radio buttons, that which is chosen tells of it. */
function isLetGo(control: Element): boolean {
  return control instanceof HTMLInputElement && control.type === "radio" && !control.checked
}

/** Does the element call its handler on events of this type? */
export function hears(element: Element, type: string): boolean {
  return new RegExp(`(^|\\s)${type}->page#run`).test(element.getAttribute("data-action") ?? "")
}

function undelayed(binding: Binding): Binding {
  return { ...binding, options: { sync: "queue" } }
}

/** Does the control hold something else than the server rendered? */
export function isEdited(control: Element): boolean {
  if (control instanceof HTMLSelectElement)
    return [...control.options].some(({ selected, defaultSelected }) => selected !== defaultSelected) && !isUntouched(control)
  if (control instanceof HTMLInputElement && /^(checkbox|radio)$/.test(control.type)) return control.checked !== control.defaultChecked
  if (control instanceof HTMLInputElement && /^(hidden|submit|button|reset|image|file)$/.test(control.type)) return false
  return (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) && control.value !== control.defaultValue
}

/** A list without a default shows its first option, which nobody chose. */
function isUntouched(select: HTMLSelectElement): boolean {
  return !select.multiple && select.selectedIndex === 0 && ![...select.options].some(({ defaultSelected }) => defaultSelected)
}

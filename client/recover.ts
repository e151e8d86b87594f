import { bindingOf } from "./binding.ts"
import type { Binding } from "./binding.ts"
import { clock } from "./clock.ts"
import { controlsOf } from "./event-data.ts"
import type { Runs } from "./runs.ts"

/** Milliseconds between looks whether a form is still busy. */
const patience = 50

/** The page was rendered anew: each form that the person has written in is sent to its handler once, as a whole. */
export function recoverForms({ run }: Runs, signal: AbortSignal): void {
  for (const form of document.querySelectorAll("form")) recover(form)

  function recover(form: HTMLFormElement): void {
    if (signal.aborted || !form.isConnected || !controlsOf(form).some(isEdited)) return
    // What is under way may empty it, or take it away.
    if (form.hasAttribute("data-liveview-busy")) return void clock.after(patience, () => recover(form))
    const recovery = recoveryOf(form)
    if (recovery) run({ element: recovery.element, trigger: "recover" }, recovery.binding)
  }
}

/** Does any field hold something that the server does not know? */
export function hasEdits(): boolean {
  return [...document.querySelectorAll("input,textarea,select")].some(isEdited)
}

/** `data-liveview-recover`, or else the form's own `change` or `input` handler, or that of the first control that has one. */
function recoveryOf(form: HTMLFormElement): { element: Element; binding: Binding } | undefined {
  const own = bindingOf(form, "recover")
  if (own) return own.function === "ignore" ? undefined : { element: form, binding: undelayed(own) }
  for (const element of [form, ...controlsOf(form)])
    for (const type of ["change", "input"]) {
      const binding = hears(element, type) ? bindingOf(element, type) : undefined
      if (binding) return { element, binding: undelayed(binding) }
    }
  return undefined
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

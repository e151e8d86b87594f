import { controlsOf, formOf } from "./event-data.ts"
import type { Cause } from "./runs.ts"

/** The file controls whose files an event carries: those of the form that it sends, or the one that it happened to. */
export function carriedInputs({ element, sends }: Cause): HTMLInputElement[] {
  if (isFileInput(element)) return [element]
  const form = sends ? formOf(element) : null
  if (!form) return []
  return controlsOf(form)
    .filter(isFileInput)
    .filter((input) => input.name !== "" && !input.matches(":disabled"))
}

export function isFileInput(element: unknown): element is HTMLInputElement {
  return element instanceof HTMLInputElement && element.type === "file"
}

/** Their name in the form: a trailing `[]` is not part of it. */
export function fieldOf(input: HTMLInputElement): string {
  return input.name.replace(/\[\]$/, "")
}

import { controlsOf, formOf } from "./event-data.ts"
import type { Cause } from "./runs.ts"

/** Field → id, or ids where the control has `multiple`. */
export type UploadReferences = Record<string, string | string[]>

/** The file controls whose files an event carries: those of the form that it sends, or the one that it happened to. */
export function carriedInputs({ element, sends }: Cause): HTMLInputElement[] {
  if (isFileInput(element)) return [element]
  const form = sends ? formOf(element) : null
  if (!form) return []
  return controlsOf(form)
    .filter((control) => isFileInput(control) && !control.matches(":disabled") && control.name !== "")
    .filter(isFileInput)
}

export function isFileInput(element: unknown): element is HTMLInputElement {
  return element instanceof HTMLInputElement && element.type === "file"
}

/** Their name in the form: a trailing `[]` is not part of it. */
export function fieldOf(input: HTMLInputElement): string {
  return input.name.replace(/\[\]$/, "")
}

/** What an event says of its files. Is a list what may hold several, also with one or none. */
export function referencesOf(inputs: HTMLInputElement[], idsOf: (input: HTMLInputElement) => string[]): UploadReferences | undefined {
  const references: [string, string | string[]][] = []
  for (const field of new Set(inputs.map(fieldOf))) {
    const own = inputs.filter((input) => fieldOf(input) === field)
    const ids = own.flatMap(idsOf)
    const [first] = ids
    if (own.length > 1 || own.some((input) => input.multiple || input.name !== field)) references.push([field, ids])
    else if (first !== undefined) references.push([field, first])
  }
  return references.length ? Object.fromEntries(references) : undefined
}

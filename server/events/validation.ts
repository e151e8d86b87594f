import type { StandardSchemaV1 } from "@standard-schema/spec"

import type { Schema } from "./handler.ts"

/** Field → messages; whole-form messages under "". */
export type FieldErrors = Record<string, string[]>

export type Validated = { value: unknown; errors?: undefined } | { value?: undefined; errors: FieldErrors }

/** What a schema makes of a value; without a schema the value itself. */
export async function validate(schema: Schema | undefined, value: unknown): Promise<Validated> {
  if (!schema) return { value }
  const validated = schema["~standard"].validate(value)
  const result = validated instanceof Promise ? await validated : validated
  return result.issues ? { errors: fieldErrors(result.issues) } : { value: result.value }
}

/**
 * What a schema makes of a form. A field that was left empty comes as the text "". Where the schema refuses that and would do without the field,
 * it is taken for absent: browsers check no rule of a field that is empty and not required, so that they would let it pass.
 */
export async function validateForm(schema: Schema | undefined, form: Record<string, unknown>): Promise<Validated> {
  const validated = await validate(schema, form)
  if (!validated.errors) return validated
  const { errors } = validated
  const empty = Object.keys(errors).filter((name) => Object.hasOwn(form, name) && form[name] === "")
  if (empty.length === 0) return validated
  const filled = await validate(schema, without(form, empty))
  if (!filled.errors) return filled
  const missed = filled.errors
  const optional = empty.filter((name) => !Object.hasOwn(missed, name))
  const refused = without(errors, optional)
  return { errors: Object.keys(refused).length > 0 ? refused : missed }
}

function without<Value>(all: Record<string, Value>, names: readonly string[]): Record<string, Value> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name)))
}

function fieldErrors(issues: readonly StandardSchemaV1.Issue[]): FieldErrors {
  const errors = new Map<string, string[]>()
  for (const issue of issues) {
    const field = (issue.path ?? []).map(stepName).join(".")
    errors.set(field, [...(errors.get(field) ?? []), issue.message])
  }
  return Object.fromEntries(errors)
}

/** What one step of an issue's path is called; a text, whatever it is. */
export function stepName(step: PropertyKey | StandardSchemaV1.PathSegment | undefined): string {
  return String(typeof step === "object" ? step.key : step)
}

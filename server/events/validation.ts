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

function fieldErrors(issues: readonly StandardSchemaV1.Issue[]): FieldErrors {
  const errors = new Map<string, string[]>()
  for (const issue of issues) {
    const field = (issue.path ?? []).map((step) => String(typeof step === "object" ? step.key : step)).join(".")
    errors.set(field, [...(errors.get(field) ?? []), issue.message])
  }
  return Object.fromEntries(errors)
}

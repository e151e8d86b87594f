import type { StandardJSONSchemaV1 } from "@standard-schema/spec"

import { AuthorError } from "../errors.ts"
import { fileSchemas } from "./file-schemas.ts"
import type { AnyHandler } from "./on.ts"
import type { Handler, Schema } from "./handler.ts"
import { leaveOutFlagged, textPattern } from "./text-pattern.ts"
import { stepName } from "./validation.ts"

/** The names of a handler's form. */
export type FieldName<H> = H extends Handler<infer _D, infer F> ? ([F] extends [undefined] ? never : Extract<keyof F, string>) : never

/** Attributes for `<input>`, `<select>` and `<textarea>`. */
export interface FieldAttributes {
  name: string
  type?: FieldType
  required?: boolean
  minlength?: number
  maxlength?: number
  min?: number | string
  max?: number | string
  step?: number | "any"
  pattern?: string
  multiple?: boolean
  accept?: string
  "data-liveview-max-size"?: number
  "data-liveview-max-count"?: number
  "aria-describedby": string
}

/** Types of inputs that a schema tells; a text needs none. */
type FieldType = "email" | "url" | "date" | "time" | "datetime-local" | "number" | "checkbox" | "file"

/** The part of JSON Schema (draft 2020-12) that HTML can express. */
interface JsonSchema {
  type?: string
  format?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  multipleOf?: number
  pattern?: string
  const?: unknown
  anyOf?: JsonSchema[]
  items?: JsonSchema
  minItems?: number
  maxItems?: number
  contentMediaType?: string
}

/**
 * The attributes of an input, read from the handler's form schema, so that browser and server refuse the same:
 * `<input {...field(signUp, "email")} />`. Refuses names that the form does not have.
 */
export function field<H extends AnyHandler>(handler: H, name: FieldName<H>): FieldAttributes {
  if (!handler) throw new AuthorError(`field(…, "${name}") expected a handler, got ${handler} (is its module imported in a circle?).`)
  const form = handler.options.form
  if (!form) throw new AuthorError(`field(${handler.name}, …) expected a handler with the option "form".`)
  return { name, ...(formConstraints(handler.name, form, name) ?? asked(form, name)), "aria-describedby": errorId(handler.name, name) }
}

/** Where the messages of a field are shown: those of `errors`, or those that the browser puts there when the handler's schema refuses. */
export function FieldError<H extends AnyHandler>({ of, name, errors }: { of: H; name: FieldName<H>; errors?: string[] | undefined }) {
  return (
    <span id={errorId(of.name, name)} class="liveview-field-error" data-liveview-error-for={name} aria-live="polite">
      {errors?.join(" ")}
    </span>
  )
}

function errorId(handler: string, name: string): string {
  return `error-${handler}-${name}`.replace(/[^\w-]/g, "-")
}

const schemas = new WeakMap<object, JsonSchema>()

/** What the schema says of a field; undefined where it cannot tell what it expects, or is a choice of several. */
function formConstraints(handler: string, schema: Schema, name: string): Partial<FieldAttributes> | undefined {
  const form = schemas.get(schema) ?? jsonSchema(schema["~standard"])
  if (!form?.properties) return undefined
  schemas.set(schema, form)
  const expected = form.properties[name]
  if (!expected) throw new AuthorError(`field(${handler}, "${name}") expected one of ${Object.keys(form.properties).join(", ")}.`)
  const required = mustBeFilled(schema, name, form)
  return { ...(required ? { required } : {}), ...constraints(expected) }
}

/** By Standard JSON Schema (https://standardschema.dev/json-schema), which zod, arktype and valibot's to-json-schema give. */
function jsonSchema(standard: object): JsonSchema | undefined {
  if (!("jsonSchema" in standard)) return undefined
  const { input } = (standard as StandardJSONSchemaV1.Props).jsonSchema
  return input({ target: "draft-2020-12", libraryOptions: { ...fileSchemas, override } })
}

const override = (context: Parameters<typeof fileSchemas.override>[0] & Parameters<typeof leaveOutFlagged>[0]): void => {
  fileSchemas.override(context)
  leaveOutFlagged(context)
}

/** A box that is not ticked is none the less an answer; and a number that was left empty may become 0, which nobody has written. */
function mustBeFilled(schema: Schema, name: string, { properties = {}, required }: JsonSchema): boolean {
  const { type, format, minItems = 0 } = properties[name] ?? {}
  const isRequired = required?.includes(name) === true
  if (type === "boolean") return false
  if (type === "number" || type === "integer" || format === "binary") return isRequired
  return refusesUnfilled(schema, name, Object.keys(properties)) ?? (isRequired && (type !== "array" || minItems > 0))
}

/** Of a schema that cannot tell what it expects: whether the field must be filled in. */
function asked(schema: Schema, name: string): Partial<FieldAttributes> {
  return refusesUnfilled(schema, name, []) ? { required: true } : {}
}

const known = new WeakMap<object, Map<string, boolean | undefined>>()

/** Whether it refuses the field in every form in which browsers send one that nobody has filled in; undefined where it does not say so at once. */
function refusesUnfilled(schema: Schema, name: string, names: string[]): boolean | undefined {
  const answers = known.get(schema) ?? new Map<string, boolean | undefined>()
  known.set(schema, answers)
  if (!answers.has(name)) answers.set(name, ask(schema, name, refusable(names, name)) ?? ask(schema, name, {}))
  return answers.get(name)
}

/** The other fields, with what none of them takes: rules about several fields are not asked then, and what is refused is so by its own. */
function refusable(names: string[], name: string): Record<string, unknown> {
  return Object.fromEntries(names.filter((other) => other !== name).map((other) => [other, Number.NaN]))
}

function ask(schema: Schema, name: string, others: Record<string, unknown>): boolean | undefined {
  for (const form of [others, { ...others, [name]: "" }, { ...others, [name]: [] }]) {
    const refuses = refusesField(schema, form, name)
    if (!refuses) return refuses
  }
  return true
}

function refusesField(schema: Schema, form: unknown, name: string): boolean | undefined {
  try {
    const result = schema["~standard"].validate(form)
    if (!(result instanceof Promise)) return result.issues?.some(({ path }) => stepName(path?.[0]) === name) === true
    result.catch(() => {})
  } catch {
    // What the author's own rules make of an empty form is not asked of them elsewhere.
  }
  return undefined
}

function constraints(schema: JsonSchema): Partial<FieldAttributes> {
  const plain = schema.type ? schema : onlyOption(schema)
  const read = plain.type && Object.hasOwn(readers, plain.type) ? readers[plain.type] : undefined
  const attributes = read?.(plain) ?? {}
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
}

/** Of a choice what may be filled in, where that is one thing: `z.email().or(z.literal(""))` is an address. */
function onlyOption({ anyOf = [] }: JsonSchema): JsonSchema {
  const [option, ...others] = anyOf.filter(({ type, const: value }) => type !== "null" && value !== "")
  return option && others.length === 0 ? option : {}
}

const formats: Record<string, FieldType> = { email: "email", uri: "url", date: "date", time: "time", "date-time": "datetime-local" }

const readers: Record<string, (schema: JsonSchema) => Partial<FieldAttributes>> = {
  string: (schema) => (schema.format === "binary" ? file(schema) : text(schema)),
  integer: (schema) => ({ ...number(schema), step: schema.multipleOf ?? 1 }),
  number: (schema) => ({ ...number(schema), step: schema.multipleOf ?? "any" }),
  boolean: () => ({ type: "checkbox" }),
  array: ({ items, maxItems }) =>
    items?.format === "binary" ? { ...file(items), multiple: true, "data-liveview-max-count": maxItems } : { multiple: true },
}

function text({ format, minLength, maxLength, pattern }: JsonSchema): Partial<FieldAttributes> {
  const named = format && Object.hasOwn(formats, format) ? formats[format] : undefined
  const type = pattern && (named ?? "datetime-local") === "datetime-local" ? typeWrittenAs(pattern) : named
  return { type, minlength: minLength, maxlength: maxLength, pattern: type || format ? undefined : pattern && textPattern(pattern) }
}

/** JSON Schema's date-time has a time zone, which browsers do not send: a pattern says what is taken. */
function typeWrittenAs(pattern: string): FieldType | undefined {
  return times.find(({ is, isNot }) => isMatch(pattern, is) && !isMatch(pattern, isNot))?.type
}

const times: { type: FieldType; is: string; isNot: string }[] = [
  { type: "datetime-local", is: "2000-01-01T00:00", isNot: "2000-13-01T00:00" },
  { type: "time", is: "10:00", isNot: "25:00" },
]

function isMatch(pattern: string, text: string): boolean {
  try {
    return new RegExp(pattern, "u").test(text)
  } catch {
    return false
  }
}

/** What `z.file()` says: its types, and bytes for characters. */
function file({ contentMediaType, anyOf = [], maxLength }: JsonSchema): Partial<FieldAttributes> {
  const types = [contentMediaType, ...anyOf.map((option) => option.contentMediaType)].filter((type) => type !== undefined)
  return { type: "file", accept: types.length ? types.join(",") : undefined, "data-liveview-max-size": maxLength }
}

function number({ type, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: JsonSchema): Partial<FieldAttributes> {
  const isWhole = type === "integer"
  const least = minimum ?? (isWhole && exclusiveMinimum !== undefined ? Math.floor(exclusiveMinimum) + 1 : exclusiveMinimum)
  const most = maximum ?? (isWhole && exclusiveMaximum !== undefined ? Math.ceil(exclusiveMaximum) - 1 : exclusiveMaximum)
  return { type: "number", min: stepFrom(limit(least), multipleOf ?? (isWhole ? 1 : 0)), max: limit(most) }
}

/** zod writes the limits of JavaScript's integers into every integer's schema: they say nothing. */
function limit(value: number | undefined): number | undefined {
  return value === undefined || Math.abs(value) >= Number.MAX_SAFE_INTEGER - 1 ? undefined : value
}

/** The first step that is not below: browsers count steps from the minimum. Of the digits that a number has, the last ones are by chance. */
function stepFrom(least: number | undefined, step: number): number | undefined {
  if (least === undefined || step === 0) return least
  return exact(Math.ceil(exact(least / step)) * step)
}

function exact(value: number): number {
  return Number(value.toPrecision(15))
}

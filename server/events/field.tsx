import type { StandardJSONSchemaV1 } from "@standard-schema/spec"

import { AuthorError } from "../errors.ts"
import { fileSchemas } from "./file-schemas.ts"
import type { AnyHandler } from "./on.ts"
import type { Handler, Schema } from "./handler.ts"
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
  const required = form.required?.includes(name) === true && mustBeFilled(expected)
  return { ...(required ? { required } : {}), ...constraints(expected) }
}

/** By Standard JSON Schema (https://standardschema.dev/json-schema), which zod, arktype and valibot's to-json-schema give. */
function jsonSchema(standard: object): JsonSchema | undefined {
  if (!("jsonSchema" in standard)) return undefined
  const { input } = (standard as StandardJSONSchemaV1.Props).jsonSchema
  return input({ target: "draft-2020-12", libraryOptions: fileSchemas })
}

/** Of a schema that cannot tell what it expects: whether it refuses the field in every form in which browsers send one that nobody has filled in. */
function asked(schema: Schema, name: string): Partial<FieldAttributes> {
  const unfilled = [{}, { [name]: "" }, { [name]: [] }]
  return unfilled.every((form) => refuses(schema, form, name)) ? { required: true } : {}
}

function refuses(schema: Schema, form: unknown, name: string): boolean {
  const result = schema["~standard"].validate(form)
  if (!(result instanceof Promise)) return result.issues?.some(({ path }) => stepName(path?.[0]) === name) === true
  // It answers too late for the markup: what it finds is said when the form is sent.
  result.catch(() => {})
  return false
}

/** A text may be empty unless its schema asks for a character: then the browser may ask for it too. */
function mustBeFilled(schema: JsonSchema): boolean {
  if (schema.type === "boolean") return false
  if (schema.type === "array") return (schema.minItems ?? 0) > 0
  return schema.type !== "string" || (schema.minLength ?? 0) > 0 || schema.format !== undefined || schema.pattern !== undefined
}

function constraints(schema: JsonSchema): Partial<FieldAttributes> {
  const plain = schema.type ? schema : (schema.anyOf?.find((option) => option.type !== "null") ?? schema)
  const read = plain.type && Object.hasOwn(readers, plain.type) ? readers[plain.type] : undefined
  const attributes = read?.(plain) ?? {}
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
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
  return {
    type: format && Object.hasOwn(formats, format) ? formats[format] : undefined,
    minlength: minLength,
    maxlength: maxLength,
    pattern: format ? undefined : pattern?.replace(/^\^|\$$/g, ""),
  }
}

/** What `z.file()` says: its types, and bytes for characters. */
function file({ contentMediaType, anyOf = [], maxLength }: JsonSchema): Partial<FieldAttributes> {
  const types = [contentMediaType, ...anyOf.map((option) => option.contentMediaType)].filter((type) => type !== undefined)
  return { type: "file", accept: types.length ? types.join(",") : undefined, "data-liveview-max-size": maxLength }
}

/** zod writes the limits of JavaScript's integers into every integer's schema: they say nothing. */
function number({ minimum, maximum, exclusiveMinimum }: JsonSchema): Partial<FieldAttributes> {
  const least = minimum ?? exclusiveMinimum
  return {
    type: "number",
    min: least === undefined || least <= Number.MIN_SAFE_INTEGER ? undefined : least,
    max: maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : maximum,
  }
}

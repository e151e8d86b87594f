import type { StandardJSONSchemaV1 } from "@standard-schema/spec"

import { AuthorError } from "../errors.ts"
import type { AnyHandler } from "./on.ts"
import type { Handler } from "./handler.ts"

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
  const form = formSchema(handler)
  const schema = form.properties?.[name]
  if (!schema) throw new AuthorError(`field(${handler.name}, "${name}") expected one of ${Object.keys(form.properties ?? {}).join(", ")}.`)
  const required = form.required?.includes(name) === true && mustBeFilled(schema)
  return { name, ...(required ? { required } : {}), ...constraints(schema), "aria-describedby": errorId(handler.name, name) }
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

function formSchema(handler: AnyHandler): JsonSchema {
  const form = handler.options.form
  if (!form) throw new AuthorError(`field(${handler.name}, …) expected a handler with the option "form".`)
  const known = schemas.get(form)
  if (known) return known
  const schema = jsonSchema(handler.name, form["~standard"])
  schemas.set(form, schema)
  return schema
}

/** By Standard JSON Schema (https://standardschema.dev/json-schema), which zod, arktype and valibot's to-json-schema give. */
function jsonSchema(name: string, standard: object): JsonSchema {
  if (!("jsonSchema" in standard))
    throw new AuthorError(
      `field(${name}, …) expected a schema that can give its JSON Schema (zod 4.2, arktype 2.1.28, @valibot/to-json-schema), got one that cannot.`,
    )
  const { input } = (standard as StandardJSONSchemaV1.Props).jsonSchema
  return input({ target: "draft-2020-12", libraryOptions: { unrepresentable: "any" } })
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

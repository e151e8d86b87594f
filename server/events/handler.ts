import type { StandardSchemaV1 } from "@standard-schema/spec"

import { AuthorError } from "../errors.ts"
import { checkState, type StateDefinition } from "./state.ts"
import type { Context } from "./context.ts"
import type { Returned } from "./returned.ts"

/** Any Standard Schema: zod, valibot, arktype, … (https://standardschema.dev). */
export type Schema = StandardSchemaV1

/** What `data` and `form` are where there is no schema. */
export type Fields = Record<string, unknown>

export type InputOf<S> = S extends StandardSchemaV1 ? StandardSchemaV1.InferInput<S> : undefined
export type OutputOf<S> = S extends StandardSchemaV1 ? StandardSchemaV1.InferOutput<S> : Fields

/** What `invalid` gets: the messages of a schema that refused, and what was sent. */
export interface Invalid {
  /** Field → messages; whole-form messages under "". */
  errors: Record<string, string[]>
  form: Fields
  data: Fields
}

export interface HandlerOptions<D, F, S> {
  /** Schema of `data` (`data-data-*`, or what `on()` was given). */
  data?: D
  /** Schema of the form. */
  form?: F
  /** Page state that the handler reads and changes. */
  state?: StateDefinition<S>
  /** What to return when a schema refuses; without it the messages are shown beside the fields. */
  invalid?: (invalid: Invalid & Pick<Context, "lang" | "session" | "t" | "state">) => Returned
  /** The handler may be run again when a server died in the middle of it. */
  idempotent?: boolean
  /** Does not wait for, nor hold up, the page's other events. Not together with `state`. */
  concurrent?: boolean
  /** Milliseconds until the handler is given up; 30,000 where it is not said. */
  timeout?: number
  /** How often one page may call the handler: `events` in `seconds`. */
  limit?: { events: number; seconds: number }
}

/** A function of the server that pages call by name; `DataInput` and `FormInput` are what its schemas take. */
export interface Handler<DataInput = unknown, FormInput = unknown> {
  readonly kind: "handler"
  readonly name: string
  readonly options: HandlerOptions<Schema | undefined, Schema | undefined, unknown>
  readonly run: (context: Context) => Returned
  /** Types only: what `on()` and `field()` check against. */
  readonly types?: { data: DataInput; form: FormInput }
}

/** Declares a handler. It is registered when its module exports it. */
export function handler<D extends Schema | undefined = undefined, F extends Schema | undefined = undefined, S = undefined>(
  name: string,
  options: HandlerOptions<D, F, S>,
  run: (context: Context<OutputOf<D>, OutputOf<F>, S>) => Returned,
): Handler<InputOf<D>, InputOf<F>>
export function handler(name: string, run: (context: Context) => Returned): Handler<undefined, undefined>
export function handler(name: string, ...rest: unknown[]): Handler<undefined, undefined> {
  const [options, run] = rest.length > 1 ? rest : [{}, rest[0]]
  return checkHandler({ name, options, run })
}

interface Given {
  name: unknown
  options: unknown
  run: unknown
}

function checkHandler({ name, options, run }: Given): Handler<undefined, undefined> {
  if (typeof name !== "string" || name === "")
    throw new AuthorError(`handler() expected a name as its first argument, got ${JSON.stringify(name)}.`)
  if (typeof run !== "function") throw new AuthorError(`handler("${name}") expected a function as its last argument, got ${typeof run}.`)
  if (typeof options !== "object" || options === null)
    throw new AuthorError(`handler("${name}") expected an object of options, got ${typeof options}.`)
  const unknown = Object.keys(options).find((key) => !known.has(key))
  if (unknown !== undefined)
    throw new AuthorError(`handler("${name}") has no option "${unknown}". Expected one of ${[...known].join(", ")}.`)
  if ("concurrent" in options && options.concurrent && "state" in options)
    throw new AuthorError(
      `handler("${name}") is concurrent and has state. Expected one of them: two handlers at a time would overwrite each other's changes.`,
    )
  if ("state" in options) checkState(`handler("${name}")`, options.state)
  if ("limit" in options) checkLimit(name, options.limit)
  if ("invalid" in options && options.invalid !== undefined && typeof options.invalid !== "function")
    throw new AuthorError(`handler("${name}") expected a function as its option "invalid", got ${typeof options.invalid}.`)
  for (const part of ["data", "form"]) checkSchema(name, part, Reflect.get(options, part))
  if ("timeout" in options && !(Number(options.timeout) > 0))
    throw new AuthorError(`handler("${name}") expected a timeout in milliseconds, got ${options.timeout}.`)
  return checked(name, options, run)
}

/** The parts have been looked at; what types they have for the author is said by the overloads. */
function checked(name: string, options: object, run: unknown): Handler<undefined, undefined> {
  return { kind: "handler", name, options: options as Handler["options"], run: run as Handler["run"] }
}

const known = new Set(["data", "form", "state", "invalid", "idempotent", "concurrent", "timeout", "limit"])

function checkLimit(name: string, limit: unknown) {
  if (limit === undefined) return
  const { events, seconds } = Object(limit)
  if (!(events > 0 && seconds > 0))
    throw new AuthorError(
      `handler("${name}") expected { events, seconds }, numbers above 0, as its option "limit", got ${JSON.stringify(limit)}.`,
    )
}

function checkSchema(name: string, part: string, schema: unknown) {
  if (schema === undefined || (schema !== null && (typeof schema === "object" || typeof schema === "function") && "~standard" in schema))
    return
  throw new AuthorError(
    `handler("${name}") expected a Standard Schema (zod, valibot, arktype) as its option "${part}", got ${typeof schema}.`,
  )
}

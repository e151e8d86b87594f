import { AuthorError, refusal } from "../errors.ts"
import type { Patch } from "../protocol.ts"
import type { EventContext } from "./event-context.ts"
import type { RegisteredHandler } from "./registry.ts"
import type { LivePage } from "./live-page.ts"
import type { Patches, Returned } from "./returned.ts"
import type { Services } from "./services.ts"
import { stateJson } from "./state.ts"
import { validate, validateForm, type FieldErrors } from "./validation.ts"
import { withUploads } from "./with-uploads.ts"

/** Milliseconds a handler may take where it says nothing else. */
export const handlerTimeout = 30_000

type Consume = (context: EventContext, returned: Returned) => Promise<Patches>

/** Validates, runs the handler within its time, keeps the state that it changed, and renders what it returned. */
export function runHandler(
  services: Services,
  page: LivePage,
  handler: RegisteredHandler,
  context: EventContext,
  consume: Consume,
): Promise<Patch[]> {
  takeTurn(page, handler)
  const run = () => validateAndRun(services, page, handler, context, consume)
  return context.uploads ? withUploads(services, page, context, context.uploads, run) : run()
}

async function validateAndRun(
  services: Services,
  page: LivePage,
  handler: RegisteredHandler,
  context: EventContext,
  consume: Consume,
): Promise<Patch[]> {
  const state = readState(page, handler, context)
  context.state = state
  const errors = hasSchema(handler) ? await validateEvent(handler, context) : undefined
  context.invalid = errors !== undefined
  return await withinTime(services, handler, context, async () => {
    context.changing = handler.options.state?.name
    const returned = errors ? refuseInvalid(handler, context, errors) : handler.run(context)
    const patches = isPending(returned) ? await consume(context, returned) : returned
    const keeping = context.ended ? undefined : keepState(services, page, handler, state)
    if (keeping) await keeping
    context.changing = undefined
    return await context.render(patches)
  })
}

/** The author's own limit of a handler: so many events in so many seconds, for one page. */
function takeTurn(page: LivePage, handler: RegisteredHandler): void {
  const { limit } = handler.options
  if (!limit) return
  const now = Date.now()
  const since = now - limit.seconds * 1000
  page.turns ??= new Map()
  const turns = (page.turns.get(handler.name) ?? []).filter((time) => time > since)
  const [first] = turns
  if (turns.length >= limit.events) throw refusal("rate_limited", { retry: Math.max(1, (first ?? now) - since) })
  page.turns.set(handler.name, [...turns, now])
}

function readState(page: LivePage, handler: RegisteredHandler, context: EventContext): unknown {
  const definition = handler.options.state
  if (!definition) return undefined
  const json = page.states.get(definition.name)
  if (json !== undefined) return JSON.parse(json)
  const { session, lang } = context
  return definition.initial({ ...page.source, session, lang })
}

/** A promise, or a generator that is to be run. */
function isPending(returned: Returned): returned is Exclude<Returned, Patches> {
  return typeof returned === "object" && returned !== null && ("then" in returned || "next" in returned)
}

function hasSchema({ options: { data, form } }: RegisteredHandler): boolean {
  return data !== undefined || form !== undefined
}

async function validateEvent(handler: RegisteredHandler, context: EventContext): Promise<FieldErrors | undefined> {
  const { data: dataSchema, form: formSchema } = handler.options
  const data = await validate(dataSchema, context.data)
  const form = await validateForm(formSchema, context.form)
  if (data.errors || form.errors) return { ...data.errors, ...form.errors }
  if (dataSchema) context.data = fields(data.value)
  if (formSchema) context.form = fields(form.value)
  return undefined
}

/** What a schema makes of `data` or `form` has the type that the handler's author gave it. */
function fields(value: unknown): EventContext["data"] {
  return value as EventContext["data"]
}

function refuseInvalid(handler: RegisteredHandler, context: EventContext, errors: FieldErrors): Returned {
  const { invalid } = handler.options
  if (!invalid) throw refusal("invalid", { errors })
  const { form, data, lang, session, t, state } = context
  return invalid({ errors, form, data, lang, session, t, state })
}

function withinTime(services: Services, handler: RegisteredHandler, context: EventContext, run: () => Promise<Patch[]>): Promise<Patch[]> {
  const milliseconds = handler.options.timeout ?? handlerTimeout
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      context.abort()
      tellTimeout(services, handler, milliseconds)
      reject(refusal("handler_timeout"))
    }, milliseconds)
    run().then(
      (patches) => {
        clearTimeout(timer)
        resolve(patches)
      },
      (error: unknown) => {
        clearTimeout(timer)
        reject(error)
      },
    )
  })
}

function tellTimeout({ registry, logger, authorFailed }: Services, { name }: RegisteredHandler, milliseconds: number): void {
  const where = registry.where(name)
  const error = new AuthorError(
    `${where} has not ended within ${milliseconds} ms and was given up. Expected it to end, to heed "signal", or to have the option "timeout".`,
  )
  logger.warn({ function: name, timeout: milliseconds }, error.message)
  authorFailed(error, where)
}

/** What a handler that was given up still does to its state is not kept. */
function keepState(services: Services, page: LivePage, handler: RegisteredHandler, state: unknown): void | Promise<void> {
  const definition = handler.options.state
  if (!definition) return
  const json = stateJson(definition.name, state)
  if (json === page.states.get(definition.name)) return
  page.states.set(definition.name, json)
  return services.savePage(page)
}

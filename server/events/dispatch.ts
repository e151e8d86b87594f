import { randomBytes } from "node:crypto"

import { AuthorError, RefusalError, refusal } from "../errors.ts"
import type { EventMessage, Patch, Refusal, Reply } from "../protocol.ts"
import { CONTROL } from "../protocol.ts"
import { OwnPatches } from "../patches/own-patches.ts"
import { EventContext } from "./event-context.ts"
import type { RegisteredHandler } from "./registry.ts"
import type { LivePage } from "./live-page.ts"
import { runMiddleware } from "./middleware.ts"
import type { Posted } from "./posted.ts"
import type { Patches, Returned } from "./returned.ts"
import { runHandler } from "./run-handler.ts"
import type { OpenSession } from "../sessions/open-session.ts"
import type { Services } from "./services.ts"

/**
 * Runs one event of a page: middleware → validation → claim → handler. Never rejects: what goes wrong is a typed refusal.
 * `posted`: it came as a form over HTTP.
 */
export async function dispatch(services: Services, page: LivePage, message: EventMessage, posted?: Posted): Promise<Reply> {
  const started = performance.now()
  const reply = await answered(services, page, message, posted)
  services.eventEnded({
    page,
    message,
    function: services.registry.has(message.f) ? message.f : "unknown",
    outcome: Array.isArray(reply) ? "ok" : reply.code,
    milliseconds: performance.now() - started,
  })
  return reply
}

/** One event at a time for a page, but for handlers that are concurrent. */
async function answered(services: Services, page: LivePage, message: EventMessage, posted: Posted | undefined): Promise<Reply> {
  try {
    const handler = services.registry.get(message.f)
    if (!handler) throw unknownFunction(services, message.f)
    const run = () => runEvent(services, page, handler, message, posted)
    return await (handler.options.concurrent ? run() : page.queue.run(run))
  } catch (error) {
    return refusalOf(services, message.f, error)
  }
}

/** Only the overlay says which handlers there are. */
function unknownFunction({ registry, authorFailed }: Services, name: string): RefusalError {
  const where = `Handler ${JSON.stringify(name.slice(0, 100))}`
  authorFailed(
    new AuthorError(
      `${where} is not registered, and a page called it. Expected one of those that modules export: ${registry.list().join(", ") || "there are none"}.`,
    ),
    where,
  )
  return refusal("unknown_function")
}

async function runEvent(
  services: Services,
  page: LivePage,
  handler: RegisteredHandler,
  message: EventMessage,
  posted: Posted | undefined,
): Promise<Patch[]> {
  services.running.enter()
  let context: EventContext | undefined
  try {
    const session = await openSession(services, page)
    if (!session) throw refusal("unauthorized")
    context = new EventContext(services, page, message, session, posted)
    const patches = await runThrough(services, page, handler, context, session)
    if (context.sent) await context.sent
    if (context.usesSession || posted) await saveSession(services, session, posted)
    return patches
  } finally {
    context?.end()
    services.running.leave()
  }
}

/** Where the store does not answer, nothing has run yet: the browser tries again. */
function openSession(services: Services, page: LivePage): ReturnType<Services["openSession"]> {
  const opening = services.openSession(page.sessionId)
  if (!(opening instanceof Promise)) return opening
  return opening.catch((error: unknown) => {
    services.logger.debug({ err: error }, "a session could not be opened")
    throw refusal("busy", { retry: 1_000 })
  })
}

/** What has run has run: that its session was not kept is for the log, not for the visitor to do it again. */
async function saveSession(services: Services, session: OpenSession, posted: Posted | undefined): Promise<void> {
  if (posted?.takesSession(session)) return
  try {
    await session.save()
  } catch (error) {
    services.logger.error({ err: error }, "what a handler changed in a session was not kept yet")
  }
}

/** Through the middleware, where there is any, to the handler. */
async function runThrough(
  services: Services,
  page: LivePage,
  handler: RegisteredHandler,
  context: EventContext,
  session: OpenSession,
): Promise<Patch[]> {
  const { middleware } = services.registry
  if (middleware.length === 0) return await claimed(services, page, handler, context, session)
  const last = async () => opaque(await claimed(services, page, handler, context, session))
  const returned = await runMiddleware(middleware, context, last, (value) => consume(context, value))
  return context.render(returned)
}

/** The handler's patches: run now, or kept from when the event was run before. */
async function claimed(
  services: Services,
  page: LivePage,
  handler: RegisteredHandler,
  context: EventContext,
  session: OpenSession,
): Promise<Patch[]> {
  const idempotent = handler.options.idempotent === true
  let ranHere = false
  const reply = await services.claims.run(context.eventId, { idempotent }, async () => {
    ranHere = true
    try {
      const patches = await runHandler(services, page, handler, context, consume)
      if (context.usesSession || context.posted) await saveSession(services, session, context.posted)
      return context.posted ? context.posted.kept(patches, context.invalid) : patches
    } catch (error) {
      if (isTransient(error)) throw error
      return refusalOf(services, context.function, error)
    }
  })
  if (!ranHere) await services.ranElsewhere(page)
  if (Array.isArray(reply)) return reply
  if (reply !== "refresh") throw new RefusalError(reply)
  page.socket?.emit(CONTROL, "refresh")
  return []
}

/** The browser tries again what was refused so: it has not been run. */
function isTransient(error: unknown): boolean {
  return error instanceof RefusalError && (error.refusal.code === "rate_limited" || error.refusal.code === "busy")
}

/** Only to be returned, yielded or sent. */
function opaque(patches: Patch[]): Patches {
  return new OwnPatches(patches) as unknown as Patches
}

/** Awaits what was returned; each patch that a generator yields is sent at once. */
async function consume(context: EventContext, returned: Returned): Promise<Patches> {
  const value = await returned
  if (!isGenerator(value)) return value
  for (;;) {
    const step = await value.next()
    if (step.done) return step.value
    await context.send(step.value)
    if (context.signal.aborted) await value.return(undefined)
  }
}

function isGenerator(value: unknown): value is AsyncGenerator<Patches, Patches> | Generator<Patches, Patches> {
  return (
    typeof value === "object" &&
    value !== null &&
    "next" in value &&
    typeof value.next === "function" &&
    (Symbol.asyncIterator in value || Symbol.iterator in value)
  )
}

function refusalOf(services: Services, name: string, error: unknown): Refusal {
  if (error instanceof RefusalError) return error.refusal
  const reference = randomBytes(4).toString("hex")
  const where = services.registry.where(name)
  services.logger.error({ err: error, function: name, reference }, `${where} failed`)
  services.authorFailed(error, where)
  return { code: "handler_error", reference }
}

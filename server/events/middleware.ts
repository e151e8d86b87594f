import type { Context } from "./context.ts"
import type { Patches, Returned } from "./returned.ts"

/** What comes after a middleware. What it gives may stand anywhere in what the middleware returns, yields or sends to the page. */
export type Next = () => Promise<Patches>

/**
 * Runs before validation and the handler. Not calling `next` cancels the handler. What is returned is sent;
 * where nothing is returned, what `next()` gave is. One that catches what `next()` threw answers in its place with what it returns.
 */
export type Middleware = (context: Context, next: Next) => Returned

/** Runs the middleware in order, then `last`. */
export async function runMiddleware(
  middleware: readonly Middleware[],
  context: Context,
  last: () => Promise<Patches>,
  consume: (returned: Returned) => Promise<Patches>,
): Promise<Patches> {
  const run = async (index: number): Promise<Patches> => {
    const current = middleware[index]
    if (!current) return last()
    let given: Promise<Patches> | undefined
    let hasEnded = false
    const next = () => {
      if (given) return given
      given = run(index + 1)
      const end = () => {
        hasEnded = true
      }
      given.then(end, end)
      return given
    }
    const returned = await consume(current(context, next))
    // It has seen what came of it, and what failed is its own to answer.
    if (returned !== undefined && hasEnded) return returned
    const inner = await given
    return returned === undefined ? inner : returned
  }
  return run(0)
}

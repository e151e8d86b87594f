import { AuthorError } from "../errors.ts"
import type { Handler } from "./handler.ts"
import type { Middleware } from "./middleware.ts"

/** A handler of any schema. */
// biome-ignore lint/suspicious/noExplicitAny: input types of schemas are checked where handlers are bound, not where they are kept
export type RegisteredHandler = Handler<any, any>

/** The handlers that pages may call, by name, and the middleware that runs before them. */
export class Registry {
  #handlers = new Map<string, { handler: RegisteredHandler; file: string | undefined }>()
  readonly middleware: Middleware[] = []

  get(name: string): RegisteredHandler | undefined {
    return this.#handlers.get(name)?.handler
  }

  has(name: string): boolean {
    return this.#handlers.has(name)
  }

  /** Names, in the order of registration. */
  list(): string[] {
    return [...this.#handlers.keys()]
  }

  /** Adds a handler; an AuthorError where another has its name. `file` is where it was found. */
  add(handler: RegisteredHandler, file?: string): void {
    if (handler?.kind !== "handler") throw new AuthorError(`registry.add() expected what handler() returns, got ${typeof handler}.`)
    const other = this.#handlers.get(handler.name)
    if (other && other.handler !== handler)
      throw new AuthorError(
        `Two handlers are named "${handler.name}": in ${other.file ?? "registry.add()"} and in ${file ?? "registry.add()"}. Expected every name once.`,
      )
    this.#handlers.set(handler.name, { handler, file: other?.file ?? file })
  }

  /** Takes a handler out and returns it, or undefined where there was none. */
  unregister(name: string): RegisteredHandler | undefined {
    const handler = this.get(name)
    this.#handlers.delete(name)
    return handler
  }

  /** Takes all handlers out; middleware stays. */
  clear(): void {
    this.#handlers.clear()
  }

  /** Adds a middleware, to run after those added before. */
  use(middleware: Middleware): void {
    if (typeof middleware !== "function")
      throw new AuthorError(`use() expected a middleware, async (context, next) => …, got ${typeof middleware}.`)
    this.middleware.push(middleware)
  }

  /** Where a handler is, for messages: `Handler "add" (components/counter.tsx)`. */
  where(name: string): string {
    const file = this.#handlers.get(name)?.file
    return file ? `Handler "${name}" (${file})` : `Handler "${name}"`
  }

  /** The file a handler was found in. */
  file(name: string): string | undefined {
    return this.#handlers.get(name)?.file
  }

  /** Puts the handlers that were found in files in the place of those found before; those that were added by hand stay. */
  replaceFound(found: Iterable<{ handler: RegisteredHandler; file: string }>): void {
    for (const [name, { file }] of this.#handlers) if (file !== undefined) this.#handlers.delete(name)
    for (const { handler, file } of found) this.#handlers.set(handler.name, { handler, file })
  }
}

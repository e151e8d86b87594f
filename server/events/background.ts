import type { Logger } from "pino"

/** Work that outlives the reply of its event: tracked, so that its errors are logged and a stopping server waits for it. */
export class Background {
  readonly #running = new Set<Promise<void>>()
  readonly #stopping = new AbortController()
  readonly #logger: Logger

  constructor(logger: Logger) {
    this.#logger = logger
  }

  /** Aborted when the server stops. */
  get signal(): AbortSignal {
    return this.#stopping.signal
  }

  run(where: string, work: () => unknown): void {
    const running = this.#finish(where, work).finally(() => this.#running.delete(running))
    this.#running.add(running)
  }

  async #finish(where: string, work: () => unknown): Promise<void> {
    try {
      await Promise.resolve().then(work)
    } catch (error) {
      if (!this.signal.aborted) this.#logger.error({ err: error, where }, "background work failed")
    }
  }

  /** Tells the work to end and waits for it, so many milliseconds at most. */
  async stop(milliseconds: number): Promise<void> {
    this.#stopping.abort()
    const timeout = new Promise<void>((resolve) => setTimeout(resolve, milliseconds).unref())
    await Promise.race([Promise.allSettled(this.#running), timeout])
  }
}

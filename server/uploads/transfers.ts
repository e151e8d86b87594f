interface Transfer {
  abort: AbortController
  done: Promise<unknown>
}

/** One transfer at a time for an upload: the newest. One before it is dead, and its connection may not know yet. */
export class Transfers {
  readonly #running = new Map<string, Transfer>()

  has(id: string): boolean {
    return this.#running.has(id)
  }

  async run<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const before = this.#running.get(id)
    before?.abort.abort()
    const abort = new AbortController()
    const done = settled(before).then(() => work(abort.signal))
    const own = { abort, done }
    this.#running.set(id, own)
    try {
      return await done
    } finally {
      if (this.#running.get(id) === own) this.#running.delete(id)
    }
  }

  /** Ends all of them. */
  async stop(): Promise<void> {
    const all = [...this.#running.values()]
    for (const { abort } of all) abort.abort()
    await Promise.all(all.map(settled))
  }
}

async function settled(transfer: Transfer | undefined): Promise<void> {
  await transfer?.done.catch(() => undefined)
}

/** Work done one piece at a time; a piece that already waits is not added again. */
export interface Work {
  add(piece: () => Promise<void>): void
  /** When everything that was added has been done. */
  done(): Promise<void>
}

/** Makes a queue of work. What a piece throws is handed on, and the next is done. */
export function oneAtATime(failed: (error: unknown) => void): Work {
  const waiting = new Set<() => Promise<void>>()
  let running: Promise<void> | undefined

  async function run(): Promise<void> {
    for (const piece of waiting) {
      waiting.delete(piece)
      await piece().catch(failed)
    }
    running = undefined
  }

  return {
    add(piece) {
      waiting.add(piece)
      // Not in this turn: files that are saved together are one change.
      running ??= new Promise((resolve) => setImmediate(resolve)).then(run)
    },
    done: async () => running,
  }
}

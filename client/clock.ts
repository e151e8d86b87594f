/** Time, as far as the client needs it: another one can be given in tests. */
export interface Clock {
  now(): number
  /** Calls after so many milliseconds; returns what takes that back. */
  after(delay: number, call: () => void): () => void
}

export const clock: Clock = {
  now: () => Date.now(),
  after: (delay, call) => {
    const timer = setTimeout(call, delay)
    return () => clearTimeout(timer)
  },
}

/** Resolves after so many milliseconds. */
export function pass(delay: number): Promise<void> {
  return new Promise((resolve) => clock.after(delay, resolve))
}

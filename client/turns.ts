import type { Identity } from "./identity.ts"

/** Whose document is shown next: where several are asked for at once, that which was asked for last, and none of a page that was left. */
export interface Turns {
  /** Another page is asked for. Aborted when yet another is. */
  go(): AbortSignal
  /** The same page is asked for again. Aborted when it is left; at once where it was. */
  stay(): AbortSignal
  /** The history stands at another page already, which is on its way. */
  leave(): void
  /** A document is shown. */
  arrive(): void
}

export function createTurns(identity: Identity): Turns {
  let going = new AbortController()
  let staying = new AbortController()
  return {
    go: () => {
      going.abort()
      going = new AbortController()
      return going.signal
    },
    stay: () => staying.signal,
    leave: () => {
      identity.isLeft = true
      staying.abort()
    },
    arrive: () => {
      identity.isLeft = false
      staying.abort()
      staying = new AbortController()
    },
  }
}

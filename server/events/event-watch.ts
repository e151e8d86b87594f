import type { Claims } from "./claims.ts"
import { eventIdOf } from "./event-context.ts"
import type { EventOutcome, Services } from "./services.ts"

/** Who is told of the time that events take; both in milliseconds. */
export interface EventWatch {
  /** A handler has run, with the validation before it and the rendering after it. */
  ran(eventId: string, milliseconds: number): void
  /** An event has been answered, whether its handler ran or not. */
  ended(eventId: string, milliseconds: number): void
}

/** The same claims; what they let run is timed. */
export function watchedClaims(claims: Claims, watch: EventWatch): Claims {
  return {
    run: (eventId, options, work) =>
      claims.run(eventId, options, async () => {
        const started = performance.now()
        try {
          return await work()
        } finally {
          watch.ran(eventId, performance.now() - started)
        }
      }),
    close: () => claims.close(),
  }
}

/** What is told of outcomes, and the watch after it. */
export function watchedOutcomes(ended: Services["eventEnded"], watch: EventWatch): (outcome: EventOutcome) => void {
  return (outcome) => {
    ended(outcome)
    watch.ended(eventIdOf(outcome.page, outcome.message), outcome.milliseconds)
  }
}

import type { CustomPayload } from "vite"

import type { EventWatch } from "../events/event-watch.ts"

/** What the timelines of open pages are told of each event, beside the protocol: over the channel by which Vite tells of changes. */
export const EVENT_ENDED = "livetsx:event-ended"

export interface EventEnded {
  /** Of the event: `room:document:number`. */
  id: string
  /** On the server, in milliseconds. */
  milliseconds: number
  /** In the handler, with its validation and rendering; missing where it was not run, or not again. */
  handler?: number
}

/** Tells every open page; each knows its own events. */
export function tellTimelines(hot: { send(payload: CustomPayload): void }): EventWatch {
  const runs = new Map<string, number>()
  return {
    ran(eventId, milliseconds) {
      runs.set(eventId, milliseconds)
    },
    ended(id, milliseconds) {
      const data: EventEnded = { id, milliseconds, handler: runs.get(id) }
      runs.delete(id)
      hot.send({ type: "custom", event: EVENT_ENDED, data })
    },
  }
}

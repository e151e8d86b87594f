import { createEntry, type Entry } from "./entry.ts"
import type { Flights } from "./flights.ts"
import type { Journal } from "./journal.ts"

type Triggered = DocumentEventMap["liveview:before-event"]
type Failed = DocumentEventMap["liveview:error"]

/** Events before they are sent, and those that never are: what the page's own DOM events tell of them. */
export function watchTriggers(journal: Journal, flights: Flights): void {
  /** By the form's values, which the DOM events of one event have in common. */
  const byForm = new WeakMap<object, Entry>()
  /** Refusals that came from the server are told once more by the page. */
  const told = new WeakSet<Entry>()

  function triggered(event: Triggered): void {
    const entry = createEntry("event", event.detail.function)
    entry.outcome = "waiting"
    byForm.set(event.detail.form, entry)
    journal.add(entry)
    // By then it is known whether a listener has cancelled it.
    queueMicrotask(() => {
      if (event.defaultPrevented) journal.remove(entry)
    })
  }

  function failed({ detail: { code, reference, function: handler } }: Failed): void {
    const own = journal.entries.filter(({ kind, name }) => kind === "event" && name === handler)
    const known = own.find((entry) => entry.outcome === code && !told.has(entry))
    const entry = known ?? (code === "missing_target" ? own.find(({ outcome }) => outcome === "ok") : unanswered(own, code))
    if (!entry) return
    told.add(entry)
    Object.assign(entry, { outcome: code, reference })
    journal.changed()
  }

  addEventListener("liveview:before-event", triggered, true)
  addEventListener("liveview:error", failed, true)
  addEventListener(
    "liveview:event",
    ({ detail }) => {
      const entry = byForm.get(detail.form)
      if (entry) flights.numbered(Number(detail.id), entry)
    },
    true,
  )
}

/** What does not get into the queue is the newest; what gets too old in it, the oldest. */
function unanswered(newestFirst: Entry[], code: string): Entry | undefined {
  const waiting = newestFirst.filter(({ outcome }) => outcome === "waiting" || outcome === "under way")
  return code === "queue_full" || code === "too_large" ? waiting[0] : waiting.at(-1)
}

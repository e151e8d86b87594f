/** One line of the timeline. Times are in milliseconds, sizes in bytes. */
export interface Entry {
  id: number
  kind: "event" | "push" | "document" | "connection"
  /** Of an event: its handler. Otherwise what happened. */
  name: string
  /** What caused it: `click`, the room of a broadcast, who asked for a refresh. */
  cause: string
  /** When it began, by performance.now(), and by the clock on the wall. */
  began: number
  date: Date
  /** "waiting", "under way", "ok", or the code of a refusal. */
  outcome: string
  /** Of a refusal: also in the server's log. */
  reference?: string
  times: Times
  sent: number
  received: number
  /** How often it was sent. */
  sends: number
  /** How often its handler has run; undefined until the server has said so. */
  runs?: number
  /** In words, what the patches do. */
  patches: string[]
  /** What the patches have touched: it may leave the page, and memory, at any time. */
  touched: WeakRef<Element>[]
}

export interface Times {
  /** Until it was sent. */
  queue?: number
  /** From the page to the server and back, without the server. */
  wire?: number
  /** On the server. */
  handler?: number
  /** Of that, in the handler's own run. */
  run?: number
  patch?: number
}

export const phases = ["queue", "wire", "handler", "patch"] as const

export type Phase = (typeof phases)[number]

let count = 0

export function createEntry(kind: Entry["kind"], name: string, cause = ""): Entry {
  return {
    id: ++count,
    kind,
    name,
    cause,
    began: performance.now(),
    date: new Date(),
    outcome: "ok",
    times: {},
    sent: 0,
    received: 0,
    sends: 0,
    patches: [],
    touched: [],
  }
}

/** Undefined as long as nothing is known of it. */
export function totalOf({ times }: Entry): number | undefined {
  const known = phases.flatMap((phase) => times[phase] ?? [])
  return known.length ? known.reduce((sum, time) => sum + time) : undefined
}

/** Those that are still on the page. */
export function touchedBy(entry: Entry): Element[] {
  return entry.touched.flatMap((reference) => reference.deref() ?? []).filter(({ isConnected }) => isConnected)
}

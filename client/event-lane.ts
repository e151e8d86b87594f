import { limits } from "../server/protocol.ts"
import type { EventMessage, Refusal, Reply } from "../server/protocol.ts"
import type { Clock } from "./clock.ts"

export type NewEvent = Pick<EventMessage, "f" | "d" | "m" | "a" | "l" | "t">

/** What all lanes of a page have in common. */
export interface Road {
  up: boolean
  paused: boolean
  /** That of the event that was begun last. */
  number: number
  readonly clock: Clock
  /** Answers with undefined when the time is up. */
  send(message: EventMessage, timeout: number, answered: (reply: Reply | undefined) => void): void
  /** Completes a message when it is first sent. */
  stamp(message: EventMessage): EventMessage
}

export interface Lane {
  add(event: NewEvent, done: (reply: Reply) => void, sent?: (n: number) => void): void
  connected(): void
  disconnected(): void
  resumed(): void
  isUnderWay(): boolean
  settled(): Promise<void>
  restart(): void
  clear(): void
  leave(): void
  size(): number
}

interface Entry {
  event: NewEvent
  message?: EventMessage
  /** When its age began: when it was added, or when the connection was lost that it was under way on. */
  at: number
  cuts: number
  tries: number
  /** What an attempt was refused with. */
  refusal?: Refusal
  /** An attempt was left without an answer: it may have run. */
  isDoubtful?: boolean
  done(reply: Reply): void
  sent?: (n: number) => void
}

/** Milliseconds until an event is sent again; doubled each time. The server recognises its number, and goes on with it. */
const patience = { first: 10_000, most: 40_000 }
/** Disconnections after which the first of the queue is taken for their cause. */
const mostCuts = 3
/** Sessions that an event may find ended. */
const mostSessions = 2

/** Events one after the other, each until it is answered: first in, first out, one under way. */
export function createLane(road: Road): Lane {
  const { clock } = road
  const entries: Entry[] = []
  let settling: (() => void)[] = []
  let flying = false
  let attempt = 0
  let stopResting: (() => void) | undefined
  let stopExpiry: (() => void) | undefined

  function add(event: NewEvent, done: (reply: Reply) => void, sent?: (n: number) => void): void {
    entries.push({ event, at: clock.now(), cuts: 0, tries: 0, done, sent })
    next()
  }

  function next(): void {
    const [head] = entries
    if (head && road.up && !road.paused && !flying && !stopResting) begin(head)
    watchAge()
  }

  function begin(head: Entry): void {
    flying = true
    if (!head.message) {
      head.message = road.stamp({ n: ++road.number, ...head.event })
      head.sent?.(road.number)
    }
    transmit(head, head.message, patience.first)
  }

  function transmit(head: Entry, message: EventMessage, timeout: number): void {
    const own = ++attempt
    road.send(message, timeout, (reply) => {
      if (own !== attempt) return
      if (reply) return answered(head, reply)
      head.isDoubtful = true
      transmit(head, message, Math.min(timeout * 2, patience.most))
    })
  }

  function answered(head: Entry, reply: Reply): void {
    land()
    if (Array.isArray(reply) || !isPassing(reply)) return finish(head, reply)
    head.refusal = reply
    if (reply.code === "unauthorized" && head.tries >= mostSessions) return finish(head, givenUp(head))
    head.tries++
    rest(reply.retry ?? Math.min(250 * 2 ** head.tries, 5_000))
  }

  /** Nothing is under way any more. */
  function land(): void {
    flying = false
    attempt++
    for (const settled of settling) settled()
    settling = []
  }

  function rest(delay: number): void {
    stopResting = clock.after(delay, wake)
    watchAge()
  }

  function wake(): void {
    stopRest()
    next()
  }

  function stopRest(): void {
    stopResting?.()
    stopResting = undefined
  }

  function finish(entry: Entry, reply: Reply): void {
    finishAll([entry], () => reply)
  }

  /** All are taken out before any is told, so that nothing is sent in between. */
  function finishAll(done: Entry[], reply: (entry: Entry) => Reply): void {
    for (const entry of done) entries.splice(entries.indexOf(entry), 1)
    try {
      for (const entry of done) entry.done(reply(entry))
    } finally {
      next()
    }
  }

  /** One timer for the entry that gets too old first. What is under way is waited for: a living handler may take its time. */
  function watchAge(): void {
    stopExpiry?.()
    const oldest = Math.min(...ageing().map(({ at }) => at))
    stopExpiry = Number.isFinite(oldest) ? clock.after(Math.max(0, oldest + limits.age - clock.now()), expire) : undefined
  }

  function ageing(): Entry[] {
    return flying ? entries.slice(1) : entries
  }

  function expire(): void {
    const old = ageing().filter(({ at }) => clock.now() - at >= limits.age)
    if (old.some((entry) => entry === entries[0])) stopRest()
    finishAll(old, givenUp)
  }

  function givenUp({ isDoubtful, refusal }: Entry): Refusal {
    return isDoubtful ? { code: "outcome_unknown" } : (refusal ?? { code: road.up ? "busy" : "offline_expired" })
  }

  function disconnected(): void {
    const [first] = entries
    // The handshake says where the page is: it may have gone on since.
    if (first?.message) first.message.u = undefined
    const head = flying ? first : undefined
    land()
    if (head) {
      head.at = clock.now()
      head.isDoubtful = true
      if (++head.cuts >= mostCuts) return finish(head, { code: "outcome_unknown" })
    }
    watchAge()
  }

  function restart(): void {
    land()
    const begun = entries.filter(({ message, refusal, isDoubtful }) => isDoubtful || (message && !refusal))
    for (const entry of entries) entry.message = undefined
    finishAll(begun, () => ({ code: "outcome_unknown" }))
  }

  function clear(): void {
    land()
    stopRest()
    finishAll([...entries], () => [])
  }

  function leave(): void {
    for (const entry of entries) if (!entry.message) begin(entry)
  }

  return {
    add,
    connected: wake,
    disconnected,
    resumed: next,
    isUnderWay: () => flying,
    settled: () => (flying ? new Promise((resolve) => settling.push(resolve)) : Promise.resolve()),
    restart,
    clear,
    leave,
    size: () => entries.length,
  }
}

/** A refusal that time heals: this attempt has not run. Where the session has ended, the page is rendered anew and has another. */
function isPassing({ code }: Refusal): boolean {
  return code === "rate_limited" || code === "busy" || code === "unauthorized"
}

import { limits } from "../server/protocol.ts"
import type { ErrorCode, Reply } from "../server/protocol.ts"
import type { Clock } from "./clock.ts"
import { createLane } from "./event-lane.ts"
import type { Lane, NewEvent, Road } from "./event-lane.ts"
import { fitsWire } from "./event-size.ts"

export interface EventQueue {
  /**
   * Sends an event in its turn; `isConcurrent`: at once, beside all others. `done` is told its reply, exactly once; `sent` its number, when
   * it is first sent.
   */
  add(event: NewEvent, done: (reply: Reply) => void, sent?: (n: number) => void, isConcurrent?: boolean): void
  connected(): void
  disconnected(): void
  /** Nothing more is sent until `resume`; an event that is under way is still answered. */
  pause(): void
  resume(): void
  /** Is any event sent that has no answer yet? */
  isUnderWay(): boolean
  /**
   * Resolves once no event is under way: answered, or the connection gone. `isHurried`: but for those that are concurrent, which may take
   * long.
   */
  settled(isHurried?: boolean): Promise<void>
  /** Another room: numbers start anew. An event that was sent to the former room may have run there. */
  restart(): void
  /** Answers everything with nothing: it belongs to a page that was left. */
  clear(): void
  /** Sends also what waits for its turn: the document goes, and nobody is there for the answers. */
  leave(): void
  /** How many events have no answer yet. `isHurried`: but for those that are concurrent and under way. */
  size(isHurried?: boolean): number
}

/** The events of a page: one after the other, but for those that are concurrent, each of which has a lane of its own. */
export function createEventQueue(send: Road["send"], stamp: Road["stamp"], clock: Clock): EventQueue {
  const road: Road = { up: false, paused: false, number: 0, clock, send, stamp }
  const serial = createLane(road)
  const lanes = new Set([serial])

  function add(event: NewEvent, done: (reply: Reply) => void, sent?: (n: number) => void, isConcurrent = false): void {
    const code: ErrorCode | false = !fitsWire(event) ? "too_large" : size() >= limits.queue && "queue_full"
    if (code) return done({ code })
    if (!isConcurrent) return serial.add(event, done, sent)
    const lane = createLane(road)
    lanes.add(lane)
    const answered = (reply: Reply) => {
      lanes.delete(lane)
      done(reply)
    }
    lane.add(event, answered, sent)
  }

  function lanesOf(isHurried?: boolean): Lane[] {
    return [...lanes].filter((lane) => !isHurried || lane === serial || !lane.isUnderWay())
  }

  function size(isHurried?: boolean): number {
    return lanesOf(isHurried).reduce((sum, lane) => sum + lane.size(), 0)
  }

  function tellAll(tell: (lane: Lane) => void): void {
    for (const lane of [...lanes]) tell(lane)
  }

  return {
    add,
    connected: () => {
      road.up = true
      tellAll((lane) => lane.connected())
    },
    disconnected: () => {
      road.up = false
      tellAll((lane) => lane.disconnected())
    },
    restart: () => {
      road.number = 0
      tellAll((lane) => lane.restart())
    },
    pause: () => {
      road.paused = true
    },
    resume: () => {
      road.paused = false
      tellAll((lane) => lane.resumed())
    },
    isUnderWay: () => [...lanes].some((lane) => lane.isUnderWay()),
    settled: async (isHurried) => void (await Promise.all(lanesOf(isHurried).map((lane) => lane.settled()))),
    clear: () => tellAll((lane) => lane.clear()),
    leave: () => tellAll((lane) => lane.leave()),
    size,
  }
}

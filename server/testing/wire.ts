import type { Direction, PageNetwork } from "./page-network.ts"

/** What is on its way. */
export interface Travelling {
  text: string
  /** Events, answers and pushes; not what keeps the connection alive. */
  isMessage: boolean
  arrive(): void
}

/** One direction of one socket. */
export interface Lane {
  put(message: Travelling): void
  /** What is on its way is lost. */
  close(): void
}

type Later = (call: () => void, milliseconds: number) => void
type Fault = "drop" | "duplicate" | "reorder"

/** The sockets of a page, with the faults that its test has asked for. */
export class Wire implements PageNetwork {
  readonly cut: () => void
  readonly #delays: Record<Direction, number> = { sent: 0, received: 0 }
  readonly #held = new Set<Direction>()
  #expected: { fault: Fault; direction: Direction; matching: string | RegExp }[] = []
  #lanes: OpenLane[] = []

  constructor(cut: () => void) {
    this.cut = cut
  }

  /** How many messages have not arrived because of a fault. */
  get waiting(): number {
    return this.#lanes.reduce((sum, lane) => sum + lane.size, 0)
  }

  open(direction: Direction, later: Later): Lane {
    const lane = new OpenLane({
      later,
      delay: () => this.#delays[direction],
      isHeld: () => this.#held.has(direction),
      fault: (text) => this.#take(direction, text),
      closed: () => {
        this.#lanes = this.#lanes.filter((other) => other !== lane)
      },
    })
    this.#lanes.push(lane)
    return lane
  }

  delay(milliseconds: number, direction?: Direction): void {
    for (const each of directions(direction)) this.#delays[each] = milliseconds
  }

  hold(direction?: Direction): void {
    for (const each of directions(direction)) this.#held.add(each)
  }

  dropNext(direction: Direction, matching: string | RegExp = ""): void {
    this.#expected.push({ fault: "drop", direction, matching })
  }

  duplicateNext(direction: Direction, matching: string | RegExp = ""): void {
    this.#expected.push({ fault: "duplicate", direction, matching })
  }

  reorderNext(direction: Direction, matching: string | RegExp = ""): void {
    this.#expected.push({ fault: "reorder", direction, matching })
  }

  release(): void {
    this.delay(0)
    this.#held.clear()
    this.#expected = []
    for (const lane of this.#lanes) lane.release()
  }

  /** The document is left, with its sockets. */
  closeAll(): void {
    for (const lane of this.#lanes) lane.close()
  }

  #take(direction: Direction, text: string): Fault | undefined {
    const own = this.#expected.find((each) => each.direction === direction && text.search(pattern(each.matching)) >= 0)
    if (own) this.#expected.splice(this.#expected.indexOf(own), 1)
    return own?.fault
  }
}

interface LaneOptions {
  later: Later
  delay(): number
  isHeld(): boolean
  fault(text: string): Fault | undefined
  closed(): void
}

class OpenLane implements Lane {
  readonly #options: LaneOptions
  #queue: { message: Travelling; isDue: boolean }[] = []
  #overtaken: Travelling[] = []

  constructor(options: LaneOptions) {
    this.#options = options
  }

  get size(): number {
    return this.#queue.length + this.#overtaken.length
  }

  put(message: Travelling): void {
    const fault = message.isMessage ? this.#options.fault(message.text) : undefined
    if (fault === "drop") return
    if (fault === "reorder") return void this.#overtaken.push(message)
    this.#enter(message)
    if (fault === "duplicate") this.#enter(message)
    if (message.isMessage) for (const late of this.#overtaken.splice(0)) this.#enter(late)
  }

  #enter(message: Travelling): void {
    const delay = this.#options.delay()
    const entry = { message, isDue: delay === 0 }
    this.#queue.push(entry)
    if (entry.isDue) return this.#move()
    this.#options.later(() => {
      entry.isDue = true
      this.#move()
    }, delay)
  }

  /** Nothing arrives before what was sent before it. */
  #move(): void {
    while (this.#queue[0]?.isDue && !this.#options.isHeld()) this.#queue.shift()?.message.arrive()
  }

  release(): void {
    for (const late of this.#overtaken.splice(0)) this.#enter(late)
    for (const entry of this.#queue) entry.isDue = true
    this.#move()
  }

  close(): void {
    this.#queue = []
    this.#overtaken = []
    this.#options.closed()
  }
}

function directions(direction: Direction | undefined): Direction[] {
  return direction ? [direction] : ["sent", "received"]
}

function pattern(matching: string | RegExp): RegExp {
  return typeof matching === "string" ? new RegExp(matching.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")) : matching
}

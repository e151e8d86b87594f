import fc from "fast-check"

import { type FakeClock, fakeClock } from "../../../client/fixtures/fake-clock.ts"
import { createEventQueue } from "../../../client/event-queue.ts"
import { createRoomStream } from "../../../client/room-stream.ts"
import { MemoryClaims } from "../../../server/events/memory-claims.ts"
import type { EventMessage, Heads, Patch, Reply } from "../../../server/protocol.ts"
import { formatPosition, parsePosition } from "../../../server/rooms/room-log.ts"
import { MemoryRoomLog } from "../../../server/rooms/memory-room-log.ts"
import { Judge, nothingSeen } from "./judge.ts"

/** What may happen between a server and a page, in any order; `at` says which of the messages under way it concerns. */
const happening = fc.record({
  what: fc.constantFrom(
    "publish",
    "publish",
    "deliver",
    "deliver",
    "repeat",
    "lose",
    "announce",
    "wait",
    "cut",
    "connect",
    "add",
    "arrive",
    "answer",
    "time out",
    "forget",
  ),
  at: fc.nat(),
})

export interface Checked {
  schedules: number
  /** What went wrong, and the shortest schedule that leads there. */
  difference?: string
}

/** The client's own queue and stream against the server's own log and claims, over a network that does anything. */
export async function runModel({ runs, seed }: { runs: number; seed: number }): Promise<Checked> {
  const property = fc.asyncProperty(fc.array(happening, { maxLength: 60 }), async (happenings) => {
    const model = new Model()
    await model.begin()
    for (const { what, at } of happenings) await model.happen(what, at)
    await model.settle()
    const wrong = model.differences()
    if (wrong.length) throw new Error(wrong.join("; "))
  })
  const { numRuns, failed, counterexample, errorInstance } = await fc.check(property, { numRuns: runs, seed })
  if (!failed) return { schedules: numRuns }
  const shortest = counterexample?.[0].map(({ what, at }) => `${what} ${at}`).join(", ")
  return { schedules: numRuns, difference: `${errorInstance instanceof Error ? errorInstance.message : errorInstance}, after: ${shortest}` }
}

class Model {
  readonly #clock: FakeClock = fakeClock()
  readonly #log = new MemoryRoomLog({ now: () => this.#clock.now() })
  readonly #claims = new MemoryClaims({ now: () => this.#clock.now() })
  readonly #seen = nothingSeen()
  readonly #judge = new Judge(this.#seen)
  readonly #queue = createEventQueue(
    (message, _, answered) => this.#sent(message, answered),
    (message) => message,
    this.#clock,
  )
  readonly #added: string[] = []
  readonly #ran: string[] = []
  readonly #answers = new Map<string, Reply[]>()
  #stream = this.#newStream({})
  #head = 0
  #up = false
  #resuming: Promise<void>[] = []
  /** Pushes and events under way. */
  #pushes: [epoch: string, offset: number, patches: Patch[]][] = []
  #event: { message: EventMessage; answered: (reply: Reply | undefined) => void; reply?: Reply } | undefined

  async begin(): Promise<void> {
    await this.#refresh()
    await this.#connect()
  }

  async happen(what: string, at: number): Promise<void> {
    await this.#happens[what]?.(at)
    await this.#rest()
  }

  /** Whatever was lost, the page must find its way back. */
  async settle(): Promise<void> {
    await this.#connect()
    for (let round = 0; round < 4; round++) {
      await this.#rest()
      await this.#announce()
      this.#clock.pass(100)
      await this.#rest()
    }
    for (let rest = this.#queue.size(); rest > 0; rest--) {
      await this.#arrive()
      await this.#answer()
      this.#clock.pass(10)
    }
  }

  differences(): string[] {
    const { gaps, repeats } = this.#seen
    const missing = this.#judge.missing({ model: this.#head })
    const ok = [...this.#answers].filter(([, replies]) => replies.some((reply) => Array.isArray(reply))).map(([name]) => name)
    return Object.entries({
      [`${gaps} gaps`]: gaps > 0,
      [`${repeats} repeats`]: repeats > 0,
      [`${missing} missing`]: missing > 0,
      "an event was not answered once": this.#added.some((name) => this.#answers.get(name)?.length !== 1),
      "an answered event did not run once": ok.some((name) => this.#ran.filter((other) => other === name).length !== 1),
      "events ran twice, or out of order": this.#ran.join() !== this.#added.filter((name) => this.#ran.includes(name)).join(),
    }).flatMap(([claim, holds]) => (holds ? [claim] : []))
  }

  readonly #happens: Record<string, (at: number) => Promise<void> | void> = {
    publish: async () => {
      const number = ++this.#head
      const patches: Patch[] = [["title", String(number)]]
      const { epoch, offset } = await this.#log.append("room", patches)
      if (this.#up) this.#pushes.push([epoch, offset, patches])
    },
    deliver: (at) => this.#pushes.splice(at % (this.#pushes.length || 1), 1).forEach((push) => this.#push(push)),
    repeat: (at) =>
      this.#pushes
        .slice(at % (this.#pushes.length || 1))
        .slice(0, 1)
        .forEach((push) => this.#push(push)),
    lose: (at) => void this.#pushes.splice(at % (this.#pushes.length || 1), 1),
    announce: () => this.#announce(),
    wait: (at) => this.#clock.pass(at % 200),
    cut: () => {
      this.#up = false
      this.#pushes = []
      this.#event = undefined
      this.#stream.disconnected()
      this.#queue.disconnected()
    },
    connect: () => this.#connect(),
    add: () => {
      const name = `event ${this.#added.length}`
      this.#added.push(name)
      this.#queue.add({ f: name }, (reply) => this.#answers.set(name, [...(this.#answers.get(name) ?? []), reply]))
    },
    arrive: () => this.#arrive(),
    answer: () => this.#answer(),
    "time out": () => {
      const event = this.#event
      this.#event = undefined
      event?.answered(undefined)
    },
    forget: () => this.#log.renew(),
  }

  #newStream(heads: Heads) {
    return createRoomStream(
      heads,
      {
        apply: (patches) => {
          for (const patch of patches) this.#judge.applied("model", Number(patch[1]), 0)
        },
        resume: (heads, done) => void this.#resuming.push(this.#resume(heads, done)),
        refresh: () => void this.#resuming.push(this.#refresh()),
      },
      this.#clock,
    )
  }

  #push([epoch, offset, patches]: [string, number, Patch[]]): void {
    if (this.#up) this.#stream.pushed("room", epoch, offset, patches)
  }

  async #connect(): Promise<void> {
    if (this.#up) return
    this.#up = true
    const sent = await this.#replay(this.#stream.heads())
    if (sent) this.#stream.announced({ room: formatPosition(await this.#log.head("room")) })
    else await this.#refresh()
    this.#queue.connected()
  }

  async #replay(heads: Heads): Promise<boolean> {
    const position = parsePosition(heads.room)
    const entries = position ? await this.#log.since("room", position) : "gap"
    if (entries === "gap" || !position) return false
    for (const { offset, patches } of entries) this.#push([position.epoch, offset, patches])
    return true
  }

  async #resume(heads: Heads, done: (sent: boolean | undefined) => void): Promise<void> {
    done(this.#up ? await this.#replay(heads) : undefined)
  }

  /** The position is read before the page is rendered. */
  async #refresh(): Promise<void> {
    const heads = { room: formatPosition(await this.#log.head("room")) }
    this.#judge.rendered({ model: this.#head })
    this.#stream.reset(heads)
  }

  async #announce(): Promise<void> {
    const heads = { room: formatPosition(await this.#log.head("room")) }
    if (this.#up) this.#stream.announced(heads)
  }

  #sent(message: EventMessage, answered: (reply: Reply | undefined) => void): void {
    this.#event = { message, answered }
  }

  async #arrive(): Promise<void> {
    const event = this.#event
    if (!event || !this.#up) return
    const claimed = await this.#claims.run(String(event.message.n), { idempotent: false }, async () => {
      this.#ran.push(event.message.f)
      return []
    })
    event.reply = claimed === "refresh" ? [] : claimed
  }

  async #answer(): Promise<void> {
    const event = this.#event
    if (!event?.reply || !this.#up) return
    this.#event = undefined
    event.answered(event.reply)
    await this.#rest()
  }

  async #rest(): Promise<void> {
    for (let waiting = this.#resuming.splice(0); waiting.length; waiting = this.#resuming.splice(0)) await Promise.all(waiting)
  }
}

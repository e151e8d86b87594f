import fc from "fast-check"
import { describe, expect, it } from "vitest"

import { cases } from "../scripts/properties.mjs"
import type { EventMessage, Reply } from "../server/protocol.ts"
import { createEventQueue } from "./event-queue.ts"
import { fakeClock } from "./fixtures/fake-clock.ts"

const happening = fc.constantFrom(
  "add",
  "arrive",
  "refuse",
  "answer",
  "answer late",
  "lose the answer",
  "run out",
  "cut",
  "connect",
  "find the session ended",
  "pause",
  "resume",
  "wait",
)

describe("the event queue, whatever happens to its messages", () => {
  it("answers every event once, and has those that are answered run once, in order", () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 200, size: "max" }), (happenings) => {
        const clock = fakeClock()
        const run: string[] = []
        const ran = new Set<number>()
        const replies = new Map<string, Reply>()
        const added: string[] = []
        let message: EventMessage | undefined
        let answered: ((reply: Reply | undefined) => void) | undefined
        let late: typeof answered
        let [up, arrived, reached] = [false, false, false]
        const queue = createEventQueue(
          (sent, _, answer) => {
            expect(up).toBe(true)
            message = sent
            arrived = reached = false
            answered = answer
          },
          (stamped) => stamped,
          clock,
        )
        const handle = ({ n, f }: EventMessage) => {
          if (!ran.has(n)) run.push(f)
          ran.add(n)
          arrived = reached = true
        }
        const settle = (reply: Reply | undefined) => {
          const call = answered
          late = call
          answered = undefined
          call?.(reply)
        }
        const happens: Record<(typeof happenings)[number], () => void> = {
          add: () => {
            const name = `event ${added.length}`
            added.push(name)
            queue.add({ f: name }, (reply) => {
              expect(replies.has(name)).toBe(false)
              replies.set(name, reply)
            })
          },
          arrive: () => up && answered && message && handle(message),
          refuse: () => answered && !reached && settle({ code: "busy", retry: 100 }),
          answer: () => arrived && settle([]),
          "lose the answer": () => {
            arrived = false
          },
          "run out": () => settle(undefined),
          "answer late": () => late?.([]),
          cut: () => {
            up = false
            late = answered ?? late
            answered = undefined
            queue.disconnected()
          },
          connect: () => {
            if (up) return
            up = true
            queue.connected()
          },
          // The page is cut off, and comes back in a room of another session.
          "find the session ended": () => {
            if (answered && !reached) settle({ code: "unauthorized" })
            if (up) happens.cut()
            queue.restart()
            ran.clear()
            late = undefined
          },
          pause: queue.pause,
          resume: queue.resume,
          wait: () => clock.pass(7_000),
        }
        for (const what of happenings) happens[what]()
        happens.connect()
        queue.resume()
        for (let rest = queue.size(); rest > 0; rest--) {
          clock.pass(100)
          happens.arrive()
          happens.answer()
        }
        expect([...replies.keys()].sort()).toEqual([...added].sort())
        expect(run).toEqual(added.filter((name) => run.includes(name)))
        for (const [name, reply] of replies) if (Array.isArray(reply)) expect(run.filter((other) => other === name)).toHaveLength(1)
        expect(clock.timers()).toBe(0)
      }),
      cases(300),
    )
  })
})

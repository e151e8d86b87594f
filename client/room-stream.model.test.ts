import fc from "fast-check"
import { describe, expect, it } from "vitest"

import { cases } from "../scripts/properties.mjs"
import { limits } from "../server/protocol.ts"
import { fakeClock } from "./fixtures/fake-clock.ts"
import { createRoomStream } from "./room-stream.ts"

/** What may happen between a log and a page, in any order: which of the pushes under way it concerns is `at`. */
const happening = fc.record({
  what: fc.constantFrom("publish", "deliver", "lose", "repeat", "announce", "wait", "reconnect", "reply"),
  at: fc.nat(),
})

describe("the stream of a room, whatever happens to its pushes", () => {
  it("applies each patch once, in order, without a gap, and no reply before what came before it", () => {
    fc.assert(
      fc.property(fc.array(happening, { maxLength: 200, size: "max" }), (happenings) => {
        const clock = fakeClock()
        const applied: number[] = []
        const replies: number[] = []
        let underWay: number[] = []
        let head = 0
        const push = (offset: number) => stream.pushed("room", "a", offset, [["title", String(offset)]])
        const replay = (from: number) => {
          for (let offset = from + 1; offset <= head; offset++) push(offset)
        }
        const own = () => Number(stream.heads().room?.slice(2))
        const stream = createRoomStream(
          { room: "a:0" },
          {
            apply: ([patch]) => void applied.push(Number(patch?.[1])),
            resume: (_, done) => {
              replay(own())
              done(true)
            },
            refresh: () => expect.unreachable("nothing was lost for good"),
          },
          clock,
        )
        const happens: Record<string, (at: number) => void> = {
          publish: () => void underWay.push(++head),
          deliver: (at) => underWay.splice(at, 1).forEach(push),
          lose: (at) => void underWay.splice(at, 1),
          repeat: (at) => underWay.slice(at, at + 1).forEach(push),
          announce: () => stream.announced({ room: `a:${head}` }),
          wait: () => clock.pass(limits.gap),
          reply: () => {
            const before = applied.length
            stream.whenComplete(() => void replies.push(applied.length - before))
          },
          reconnect: () => {
            underWay = []
            stream.disconnected()
            replay(own())
            stream.announced({ room: `a:${head}` })
          },
        }
        for (const { what, at } of happenings) happens[what]?.(underWay.length ? at % underWay.length : 0)
        stream.announced({ room: `a:${head}` })
        clock.pass(limits.gap)
        expect(applied).toEqual(Array.from({ length: head }, (_, index) => index + 1))
        expect(replies).toHaveLength(happenings.filter(({ what }) => what === "reply").length)
        expect(clock.timers()).toBe(0)
      }),
      cases(300),
    )
  })
})

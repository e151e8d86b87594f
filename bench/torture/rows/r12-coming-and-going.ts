import { setTimeout as pause } from "node:timers/promises"

import { claimLimits } from "../../../server/events/claims.ts"
import { finding, type Row } from "../stage/row.ts"
import { count } from "./reading.ts"

interface Memory {
  heapUsed: number
  rooms: number
  timers: number
}

/** Pages that come, work and go, again and again. */
export const comingAndGoing: Row = {
  promise: "24 × (1,000 connect, work, leave)",
  target: "heap within 5 % of round 3, 0 rooms or timers left",
  guard: {
    what: "that a page which left nothing behind is forgotten",
    in: "server",
    cuts: [
      [
        /page\.socket = void 0;\s*page\.seen = Date\.now\(\);/,
        "globalThis.kept = [...(globalThis.kept ?? []), this, setInterval(() => {}, 1e6)];",
      ],
    ],
  },
  async run(stage, short) {
    const [rounds, pages] = short ? [4, 60] : [24, 1_000]
    const node = await stage.node()
    const load = stage.load()
    let cookies: string[] = []
    const measured: Memory[] = []
    for (let round = 1; round <= rounds; round++) {
      cookies = await load.open({ url: node.url, path: "/bare", count: pages, batch: 50, cookies })
      if (!short && (round === 3 || round === rounds)) await pause(answersKept)
      for (const _ of [1, 2, 3]) await load.sendOnce({ name: "plain" })
      await load.stop()
      await load.close()
      measured.push(await settled(async () => JSON.parse(await node.get("/memory"))))
    }
    const [third, last] = [measured[2], measured.at(-1)]
    if (!third || !last) throw new Error("Expected three rounds at least.")
    const growth = last.heapUsed / third.heapUsed - 1
    return finding(
      `heap ${(third.heapUsed / 1e6).toFixed(1)} MB after round 3, ${(last.heapUsed / 1e6).toFixed(1)} MB after round ${rounds} (${(growth * 100).toFixed(1)} %), ${last.rooms} rooms, ${count(last.timers - third.timers)} more timers`,
      {
        "the heap does not grow": growth <= 0.05,
        "no room is left": last.rooms === 0,
        "no timers are left": last.timers <= third.timers + 2,
      },
    )
  },
}

/** The answers of events are kept for a while, on purpose: rounds are compared with those of one round in memory. */
const answersKept = claimLimits.age + 5_000

/** Sockets are gone a moment after they were closed. */
async function settled(read: () => Promise<Memory>): Promise<Memory> {
  let memory = await read()
  for (let tries = 0; memory.rooms > 0 && tries < 20; tries++) memory = await read()
  return memory
}

import { setTimeout as pause } from "node:timers/promises"

import { finding, type Row } from "../stage/row.ts"
import { count, shownWithin } from "./reading.ts"

/** Many pages, and something for all of them every second. */
export const broadcast: Row = {
  promise: "10,000 pages, 1 broadcast a second, 60 s",
  target: "0 of 600,000 lost, p99 ≤ 500 ms, ≤ 40 KB of memory a page",
  guard: {
    what: "that what is for everyone is sent to everyone",
    in: "server",
    cuts: [[/this\.#io\.to\(room\).emit\("p"/, 'this.#io.to(room).except([...this.#io.sockets.sockets.keys()].slice(0, 3)).emit("p"']],
  },
  async run(stage, short) {
    const [pages, seconds] = short ? [150, 3] : [10_000, 60]
    const node = await stage.node()
    await node.get("/memory")
    const before = node.rss()
    const loads = Array.from({ length: short ? 1 : 4 }, () => stage.load())
    await Promise.all(loads.map((load) => load.open({ url: node.url, path: "/bare", count: pages / loads.length, batch: 25 })))
    await node.get("/memory")
    const each = (node.rss() - before) / pages / 1_024
    for (let second = 0; second < seconds; second++) {
      await node.post("/publish/all")
      await pause(1_000)
    }
    const { seen, missing, connected } = await stage.caughtUp(5_000)
    const p99 = shownWithin({ seen })
    return finding(
      `${count(seen.applied)} of ${count(pages * seconds)} applied, ${missing} lost, ${seen.gaps} gaps, ${seen.repeats} repeats; p99 ${p99} ms; ${each.toFixed(1)} KB a page`,
      {
        "nothing was lost": seen.applied === pages * seconds && missing === 0 && seen.gaps + seen.repeats === 0,
        "every page stayed": connected === pages,
        // A few pages share what a server takes anyway.
        "a page costs little": short || each <= 40,
      },
      { "patches come in time": p99 <= 500 },
    )
  },
}

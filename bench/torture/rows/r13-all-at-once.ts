import { setTimeout as pause } from "node:timers/promises"

import { finding, type Row } from "../stage/row.ts"
import { count } from "./reading.ts"

/** Every connection is lost at the same moment, as when a load balancer is restarted. */
export const allAtOnce: Row = {
  promise: "5,000 pages come back at once",
  target: "spread by jitter, loop delay p99 ≤ 200 ms, all back ≤ 15 s",
  guard: { what: "the random share of a page's delay", in: "load", cuts: [[/\* \(1 - jitter \* Math\.random\(\)\)/, ""]] },
  async run(stage, short) {
    const pages = short ? 100 : 5_000
    const node = await stage.node()
    const loads = short ? [stage.load()] : [stage.load(), stage.load()]
    await Promise.all(
      loads.map((load) => load.open({ url: node.url, path: "/bare", count: pages / loads.length, batch: 50, hidden: true })),
    )
    // What is read begins anew.
    await node.get("/metrics")
    await Promise.all(loads.map((load) => load.cut()))
    await pause(50)
    await node.post("/publish/meanwhile?count=5")
    const report = await stage.caughtUp(20_000)
    const delay = Number(/livetsx_event_loop_delay_seconds\{quantile="0.99"\} (\S+)/.exec(await node.get("/metrics"))?.[1]) * 1_000
    return finding(
      `${count(report.reconnections)} came back, the slowest after ${count(report.longestAway)} ms; first attempts spread over ${report.spread} ms, loop delay p99 ${delay.toFixed(0)} ms; ${report.missing} lost, ${report.refreshes} refreshes`,
      {
        "every page was away": report.reconnections >= pages,
        "first attempts are spread": report.spread >= 50,
        "all are back": report.connected === pages,
        "nothing was missed": report.missing + report.seen.gaps + report.seen.repeats === 0,
      },
      { "all are back after 15 s": report.longestAway <= 15_000, "the server goes on answering": delay <= (short ? 1_000 : 200) },
    )
  },
}

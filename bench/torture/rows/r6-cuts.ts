import { setTimeout as pause } from "node:timers/promises"

import { finding, type Row } from "../stage/row.ts"
import { count, executions, outcomes } from "./reading.ts"

/** Connections that are cut at random while events and patches are under way. */
export const cuts: Row = {
  promise: "random cuts, late packets, 200 pages, 10 minutes",
  target: "0 lost, 0 gaps, 0 repeats; no event run twice",
  guard: {
    what: "the memory of what events were answered with",
    in: "server",
    cuts: [
      [/if \(running\) return running;[^;]*;\s*const done = this\.#done\.get\(document\)\?\.get\(number\);/, "const done = undefined;"],
    ],
  },
  async run(stage, short) {
    const node = await stage.node()
    const proxy = await stage.proxy(node)
    const load = stage.load()
    await load.open({ url: proxy.url, count: short ? 30 : 200 })
    const publishing = stage.publishing(node, "cuts", 10)
    await load.send({ perSecond: short ? 4 : 1, mix: { add: 3, again: 1 }, data: { ms: 80 } })
    let broken = 0
    for (const until = Date.now() + (short ? 3_500 : 600_000); Date.now() < until; await pause(100)) {
      proxy.faults = { latency: Math.random() < 0.3 ? Math.round(Math.random() * 40) : 0 }
      broken += proxy.cut(short ? 0.05 : 0.01)
    }
    proxy.faults = {}
    await publishing.stop()
    await load.stop()
    const report = await stage.caughtUp(15_000)
    const { seen, missing, reconnections, refreshes, waiting } = report
    const { twice, never, answered } = executions(report, stage.ran(), { again: true })
    return finding(
      `${count(broken)} cuts, ${count(reconnections)} reconnections, ${count(seen.applied)} patches: ${missing} lost, ${seen.gaps + seen.mended} gaps, ${seen.repeats} repeats, ${refreshes} refreshes; ${count(answered)} events answered: ${never} not run, ${twice} run twice; ${JSON.stringify(outcomes(report))}`,
      {
        "the faults bit: pages came back": reconnections >= report.pages / 2,
        "no patch was lost": missing === 0,
        "no gap and no repeat": seen.gaps + seen.mended + seen.repeats === 0,
        "every event was answered": waiting === 0 && answered > 0,
        "every answered event has run": never === 0,
        "no event ran twice": twice === 0,
      },
    )
  },
}

import { setTimeout as pause } from "node:timers/promises"

import { finding, type Row } from "../stage/row.ts"
import { count, executions, outcomes } from "./reading.ts"

/** Servers that die as in a power cut, and come back. */
export const kill: Row = {
  promise: "kill -9 of one of two servers behind a load balancer, 500 pages, 20 times",
  target: "all back within 3 s; 0 answered events not run, 0 gaps, 0 repeats, 0 run twice",
  guard: {
    what: "that what a dead server has begun is not begun again",
    in: "server",
    cuts: [[/if held\[1\] and ARGV\[3\] == '0' then/, "if false then"]],
  },
  async run(stage, short) {
    const times = short ? 1 : 20
    const redis = await stage.redis()
    const environment = { REDIS_URL: redis.url }
    const nodes = await Promise.all([stage.node(environment), stage.node(environment)])
    // It serves no pages: what is published is published by somebody who lives.
    const publisher = await stage.node(environment)
    const balancer = await stage.balancer(nodes)
    const loads = short ? [stage.load()] : [stage.load(), stage.load()]
    await Promise.all(loads.map((load) => load.open({ url: balancer.url, count: short ? 40 : 250 })))
    const publishing = stage.publishing(publisher, "kill", 10)
    await Promise.all(loads.map((load) => load.send({ perSecond: short ? 4 : 1, mix: { add: 3, again: 1 }, data: { ms: 60 } })))
    for (let time = 0; time < times; time++) {
      await pause(short ? 500 : 3_000)
      const victim = nodes[time % 2]
      await victim?.kill()
      await pause(short ? 1_500 : 5_000)
      await victim?.restart()
    }
    await pause(short ? 500 : 3_000)
    await publishing.stop()
    await Promise.all(loads.map((load) => load.stop()))
    const report = await stage.caughtUp(15_000)
    const { seen, missing, reconnections, longestAway, refreshes, waiting } = report
    const { twice, never, answered } = executions(report, stage.ran())
    return finding(
      `${balancer.name}; ${count(reconnections)} reconnections, slowest ${count(longestAway)} ms; ${count(seen.applied)} patches: ${missing} lost, ${seen.gaps + seen.mended} gaps, ${seen.repeats} repeats, ${refreshes} refreshes; ${count(answered)} events answered: ${never} not run, ${twice} run twice; ${JSON.stringify(outcomes(report))}`,
      {
        "the faults bit: pages came back": reconnections >= (report.pages * times) / 4,
        "all were back": report.connected === report.pages,
        "no patch was lost": missing === 0,
        "no gap and no repeat": seen.gaps + seen.mended + seen.repeats === 0,
        "every event was answered": waiting === 0 && answered > 0,
        "every answered event has run": never === 0,
        "no event ran twice that may not": twice === 0,
      },
      { "all were back within 3 s": longestAway <= 3_000 },
    )
  },
}

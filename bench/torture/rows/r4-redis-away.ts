import { setTimeout as pause } from "node:timers/promises"

import { finding, type Row } from "../stage/row.ts"
import type { Stage } from "../stage/stage.ts"
import { count } from "./reading.ts"

/** Redis is killed and comes back empty; then it hangs, and goes on. */
export const redisAway: Row = {
  promise: "Redis killed, and stopped, for 30 s",
  target: "servers stay up, local delivery ≥ 99 %, all pages at head or rendered again ≤ 10 s after",
  guard: {
    what: "that a rejected publication is caught",
    in: "server",
    cuts: [[/neverReject\(pub, \["publish"\], log\);/, ""]],
  },
  async run(stage, short) {
    const seconds = short ? 2 : 30
    const redis = await stage.redis()
    const environment = { REDIS_URL: redis.url }
    const nodes = await Promise.all([stage.node(environment), stage.node(environment)])
    const loads = nodes.map(() => stage.load())
    await Promise.all(loads.map((load, at) => load.open({ url: nodes[at]?.url ?? "", count: short ? 20 : 100 })))
    const publish = () => nodes.map((node, at) => stage.publishing(node, `away${at}`, 10))
    // One that hangs is noticed by its silence; what was sent until then is delivered then.
    const faults: [name: string, noticed: number, begin: () => unknown, end: () => unknown][] = [
      ["killed", 300, () => redis.kill(), () => redis.start()],
      ["stopped", 8_000, () => redis.freeze(), () => redis.resume()],
    ]
    const figures: string[] = []
    const claims: Record<string, boolean> = {}
    const times: Record<string, boolean> = {}
    for (const [name, noticed, begin, end] of short ? faults.slice(0, 1) : faults) {
      const meanwhile = publish()
      await begin()
      await pause(noticed)
      const before = await counted(stage)
      await pause(seconds * 1_000)
      await Promise.all(meanwhile.map((each) => each.stop()))
      await pause(short ? 500 : 2_000)
      const share = shareOf(before, await counted(stage))
      const after = publish()
      await end()
      const from = Date.now()
      await pause(500)
      const report = await stage.caughtUp(15_000)
      const took = Date.now() - from
      await Promise.all(after.map((each) => each.stop()))
      figures.push(`${name}: local ${(share * 100).toFixed(1)} %, all current after ${count(took)} ms, ${report.refreshes} refreshes`)
      claims[`${name}: pages of a server get what it sends`] = share >= 0.99
      times[`${name}: all pages are current after 10 s`] = took <= 10_000
    }
    const last = await stage.caughtUp(15_000)
    return finding(
      `${figures.join("; ")}; ${last.seen.gaps} silent gaps, ${last.missing} lost`,
      {
        ...claims,
        "the faults bit: what one server sent did not reach the other's pages at once": last.refreshes > 0,
        "no gap was silent": last.seen.gaps === 0,
        "nothing is missing": last.missing === 0,
      },
      times,
    )
  },
}

interface Counted {
  wanted: number
  seen: number
}

/** How much of what a server sent between two counts its own pages have seen. */
function shareOf(before: Counted[], after: Counted[]): number {
  return Math.min(1, ...after.map(({ wanted, seen }, at) => (seen - (before[at]?.seen ?? 0)) / (wanted - (before[at]?.wanted ?? 0))))
}

/** Of each server: what its pages should have of its own by now, and what they have. */
async function counted(stage: Stage): Promise<Counted[]> {
  const sent = stage.sent()
  const reports = await Promise.all(stage.loads.map((load) => load.report()))
  return reports.map(({ pages, seen }, at) => ({ wanted: (sent[`away${at}`] ?? 0) * pages, seen: seen.bySource[`away${at}`] ?? 0 }))
}

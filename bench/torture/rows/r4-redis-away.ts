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
    const publishing = nodes.map((node, at) => stage.publishing(node, `away${at}`, 10))
    // One that hangs is noticed by its silence; what was sent until then is delivered then.
    const faults: [name: string, noticed: number, begin: () => unknown, end: () => unknown][] = [
      ["killed", 300, () => redis.kill(), () => redis.start()],
      ["stopped", 4_500, () => redis.freeze(), () => redis.resume()],
    ]
    const figures: string[] = []
    const claims: Record<string, boolean> = {}
    for (const [name, noticed, begin, end] of faults) {
      await begin()
      await pause(noticed)
      const share = await localShare(stage, seconds * 1_000)
      await end()
      const from = Date.now()
      await pause(500)
      const report = await stage.caughtUp(15_000)
      const took = Date.now() - from
      figures.push(`${name}: local ${(share * 100).toFixed(1)} %, all current after ${count(took)} ms, ${report.refreshes} refreshes, ${report.seen.gaps} silent gaps`)
      claims[`${name}: pages of a server get what it sends`] = share >= 0.99
      claims[`${name}: all pages are current after 10 s`] = report.missing === 0 && report.connected === report.pages && took <= 10_000
    }
    await Promise.all(publishing.map((each) => each.stop()))
    const last = await stage.caughtUp(15_000)
    return finding(figures.join("; "), {
      ...claims,
      "the faults bit: what one server sent did not reach the other's pages at once": last.refreshes > 0,
      "no gap was silent": last.seen.gaps === 0,
      "nothing is missing": last.missing === 0,
    })
  },
}

/** How much of what a server sends reaches its own pages while Redis is away. */
async function localShare(stage: Stage, milliseconds: number): Promise<number> {
  const before = await counted(stage)
  await pause(milliseconds)
  const after = await counted(stage)
  const shares = after.map(({ wanted, seen }, at) => (seen - (before[at]?.seen ?? 0)) / (wanted - (before[at]?.wanted ?? 0)))
  return Math.min(1, ...shares)
}

/** Of each server: what its pages should have of its own by now, and what they have. */
async function counted(stage: Stage): Promise<{ wanted: number; seen: number }[]> {
  const sent = stage.sent()
  // What was sent last is still under way.
  await pause(100)
  const reports = await Promise.all(stage.loads.map((load) => load.report()))
  return reports.map(({ pages, seen }, at) => ({ wanted: (sent[`away${at}`] ?? 0) * pages, seen: seen.bySource[`away${at}`] ?? 0 }))
}

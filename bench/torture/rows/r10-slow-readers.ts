import { setTimeout as pause } from "node:timers/promises"

import { finding, type Row } from "../stage/row.ts"
import { answeredWithin, count, shownWithin } from "./reading.ts"

/** Pages that do not read what they are sent, or hardly. */
export const slowReaders: Row = {
  promise: "200 stalled or trickling readers",
  target: "memory bounded, others' p99 ≤ 50 ms",
  guard: {
    what: "the bound of what waits for a page",
    in: "server",
    cuts: [
      [/if \(this\.bytes > outboxLimits\.bytes\)/, "if (false)"],
      [/>= outboxLimits\.stalled\)/, ">= Infinity)"],
    ],
  },
  async run(stage, short) {
    const slow = short ? 8 : 200
    const node = await stage.node()
    const [stalled, trickling, others] = [stage.load(), stage.load(), stage.load()]
    const proxy = await stage.proxy(node)
    await stalled.open({ url: node.url, path: "/bare", count: slow / 2 })
    await trickling.open({ url: proxy.url, path: "/bare", count: slow / 2 })
    await others.open({ url: node.url, path: "/bare", count: short ? 4 : 20 })
    const before = node.rss()
    await stalled.stall()
    proxy.faults = { trickle: 1_000 }
    const publishing = stage.publishing(node, "slow", short ? 4 : 10, short ? { bytes: 60_000, atOnce: 20 } : { bytes: 20_000 })
    await others.send({ perSecond: 1, mix: { plain: 1 } })
    let most = 0
    for (const until = Date.now() + (short ? 6_000 : 90_000); Date.now() < until; await pause(100)) most = Math.max(most, node.rss())
    await publishing.stop()
    await others.stop()
    const cut = cutsIn(await node.get("/metrics"))
    const report = await others.report({ sent: stage.sent() })
    const grown = (most - before) / 1e6
    const bound = slow * 2 + 150
    const [p99, shown] = [answeredWithin(report, "plain"), shownWithin(report)]
    return finding(
      `${count(cut)} cut, ${grown.toFixed(0)} MB more (bound ${bound}), others' p99 ${p99} ms for an answer, ${shown} ms for a patch; ${report.missing} lost by others`,
      {
        "slow readers were cut": cut >= slow / 2,
        "memory is bounded": grown <= bound,
        "others miss nothing": report.seen.gaps + report.seen.repeats === 0,
      },
      // A few large bursts in a short time keep everyone waiting.
      { "others are not kept waiting": short || p99 <= 50 },
    )
  },
}

function cutsIn(metrics: string): number {
  const lines = metrics.matchAll(/^livetsx_cuts_total\{[^}]*output"\} (\d+)/gm)
  return [...lines].reduce((sum, [, cut]) => sum + Number(cut), 0)
}

import { setTimeout as pause } from "node:timers/promises"

import { createClient } from "redis"

import { finding, type Row } from "../stage/row.ts"
import { count } from "./reading.ts"

/** Redis forgets everything while it is in use. */
export const flush: Row = {
  promise: "FLUSHALL under load",
  target: "every page rendered again, 0 silent gaps",
  guard: {
    what: "the epoch of a room's log",
    in: "server",
    cuts: [[/runId,\s*newEpoch\(\),/, "runId, 'always',"]],
  },
  async run(stage, short) {
    const redis = await stage.redis()
    const environment = { REDIS_URL: redis.url }
    const nodes = await Promise.all([stage.node(environment), stage.node(environment)])
    const loads = nodes.map(() => stage.load())
    await Promise.all(loads.map((load, at) => load.open({ url: nodes[at]?.url ?? "", count: short ? 25 : 200 })))
    const publishing = nodes.map((node, at) => stage.publishing(node, `flush${at}`, 10))
    // Pages that send notice at once that their sessions are gone; those that only listen have nothing but the log's epoch.
    const senders = stage.load()
    await senders.open({ url: nodes[0]?.url ?? "", count: short ? 5 : 100 })
    await senders.send({ perSecond: 1, mix: { add: 1 } })
    await pause(short ? 1_000 : 5_000)
    const client = await createClient({ url: redis.url }).connect()
    await client.flushAll()
    client.destroy()
    await pause(short ? 1_500 : 10_000)
    await Promise.all(publishing.map((each) => each.stop()))
    await senders.stop()
    const { pages, seen, missing, refreshes, refusedHandshakes } = await stage.caughtUp(15_000)
    return finding(
      `${count(pages)} pages, ${count(refreshes)} refreshes (${JSON.stringify(refusedHandshakes)} handshakes refused), ${seen.gaps} silent gaps, ${seen.mended} made up for, ${missing} lost`,
      {
        "every page was rendered again": refreshes >= pages,
        "no gap was silent": seen.gaps === 0,
        "nothing is missing": missing === 0,
      },
    )
  },
}

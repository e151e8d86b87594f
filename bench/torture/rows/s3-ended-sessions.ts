import { setTimeout as pause } from "node:timers/promises"

import { createClient } from "redis"

import type { Load } from "../stage/load.ts"
import type { Node } from "../stage/node.ts"
import { finding, type Row } from "../stage/row.ts"
import type { Stage } from "../stage/stage.ts"

/** How a session ends, or loses a right, on another server than the one that its page is open on. */
type Ending = (cookies: string[]) => Promise<unknown>

/** Sessions that end or lose a right on one server while their pages are open on the other, or are away. */
export const endedSessions: Row = {
  promise: "logout, expiry and demotion while connected and while resuming, on another server",
  target: "nothing accepted after 2 s, no page left open 60 s later where servers cannot tell each other",
  guard: {
    what: "that each event opens the session anew",
    in: "server",
    cuts: [
      [/const opening = services\.openSession\(page\.sessionId\)/, "const opening = page.opened ??= services.openSession(page.sessionId)"],
    ],
  },
  async run(stage, short) {
    const redis = await stage.redis()
    const store = await stage.ending(createClient({ url: redis.url }), async (client) => client.destroy()).connect()
    const environment = { REDIS_URL: redis.url }
    const [here, there] = [await stage.node(environment), await stage.node(environment)]
    const asked =
      (path: string): Ending =>
      (cookies) =>
        Promise.all(cookies.map((cookie) => fetch(`${there.url}/${path}`, { method: "POST", headers: { cookie } })))
    // Nobody is told of it: Redis forgets the session when its time is up.
    const expired: Ending = async () => {
      for (const key of await store.keys("livetsx:session:*")) await store.pExpire(key, 1)
    }
    const allowed: Record<string, number> = {}
    const claims: Record<string, boolean> = {}
    for (const [name, ending, away] of [
      ["demoted", asked("demote"), false],
      ["logged out", asked("logout"), false],
      ["expired", expired, false],
      ["demoted while away", asked("demote"), true],
      ["logged out while away", asked("logout"), true],
      ["expired while away", expired, true],
    ] as const) {
      const { load, cookies, before } = await administrators(stage, here, short ? 5 : 50, asked("login"))
      const changing = ending(cookies)
      if (away) await load.cut()
      await changing
      await pause(short ? 500 : 2_000)
      const after = await accepted(load)
      claims[`administrators were let in before they were ${name}`] = before === cookies.length
      claims[`nothing is accepted once they are ${name}`] = after === before
      allowed[name] = after - before
      await load.close()
    }
    const measured = `accepted afterwards: ${JSON.stringify(allowed)}`
    if (short) return finding(measured, claims)
    const { load, cookies, before } = await administrators(stage, here, 50, asked("login"))
    // Servers reach Redis, and no longer each other.
    await store.sendCommand(["ACL", "SETUSER", "default", "-publish"])
    const { refreshes } = await load.report()
    await asked("logout")(cookies)
    const closed = await shownAnew(load, cookies.length, refreshes)
    const after = await accepted(load)
    claims["nothing is accepted where servers cannot tell each other"] = before === cookies.length && after === before
    claims["no page is left open where servers cannot tell each other"] = closed <= 60_000
    return finding(`${measured}; servers apart: ${after - before} accepted, pages closed after ${(closed / 1_000).toFixed(1)} s`, claims)
  },
}

/** Pages whose visitors are let in. */
async function administrators(stage: Stage, node: Node, count: number, logIn: Ending) {
  const load = stage.load()
  const cookies = await load.open({ url: node.url, count })
  await logIn(cookies)
  return { load, cookies, before: await accepted(load) }
}

/** Every page asks once; how many events were let in so far. */
async function accepted(load: Load): Promise<number> {
  await load.sendOnce({ name: "secret" })
  await load.stop({ patience: 10_000 })
  return (await load.report()).answers["secret ok"]?.length ?? 0
}

/** Milliseconds until so many pages that were cut have asked for themselves again. */
async function shownAnew(load: Load, count: number, before: number): Promise<number> {
  const from = Date.now()
  while ((await load.report()).refreshes - before < count && Date.now() - from < 70_000) await pause(100)
  return Date.now() - from
}

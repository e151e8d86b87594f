import { setTimeout as pause } from "node:timers/promises"

import { finding, type Row } from "../stage/row.ts"

/** Sessions that end or lose a right on one server while their pages are open on the other, or are away. */
export const endedSessions: Row = {
  promise: "logout and demotion while connected and while resuming, on another server",
  target: "nothing accepted after 2 s",
  guard: {
    what: "that each event opens the session anew",
    in: "server",
    cuts: [[/return services\.openSession\(page\.sessionId\)/, "return page.opened ??= services.openSession(page.sessionId)"]],
  },
  async run(stage, short) {
    const redis = await stage.redis()
    const environment = { REDIS_URL: redis.url }
    const [here, there] = [await stage.node(environment), await stage.node(environment)]
    const change = (cookies: string[], path: string) =>
      Promise.all(cookies.map((cookie) => fetch(`${there.url}/${path}`, { method: "POST", headers: { cookie } })))
    const allowed: Record<string, number> = {}
    const claims: Record<string, boolean> = {}
    for (const [name, path, away] of [
      ["demoted", "demote", false],
      ["logged out", "logout", false],
      ["demoted while away", "demote", true],
      ["logged out while away", "logout", true],
    ] as const) {
      const load = stage.load()
      const cookies = await load.open({ url: here.url, count: short ? 5 : 50 })
      await change(cookies, "login")
      await load.sendOnce({ name: "secret" })
      await load.stop()
      const before = (await load.report()).answers["secret ok"]?.length ?? 0
      const changing = change(cookies, path)
      if (away) await load.cut()
      await changing
      await pause(short ? 500 : 2_000)
      await load.sendOnce({ name: "secret" })
      await load.stop({ patience: 10_000 })
      const after = (await load.report()).answers["secret ok"]?.length ?? 0
      claims[`administrators were let in before they were ${name}`] = before === cookies.length
      claims[`nothing is accepted once they are ${name}`] = after === before
      allowed[name] = after - before
      await load.close()
    }
    return finding(`accepted afterwards: ${JSON.stringify(allowed)}`, claims)
  },
}

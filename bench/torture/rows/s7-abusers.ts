import { setTimeout as pause } from "node:timers/promises"

import { attempt, authOf, visit } from "../stage/attack.ts"
import { together } from "../stage/load.ts"
import type { Node } from "../stage/node.ts"
import { finding, type Row } from "../stage/row.ts"
import { answeredWithin, count } from "./reading.ts"

/** Visitors who send as much as they can, beside visitors who work. */
export const abusers: Row = {
  promise: "5 abusers beside 200 users, with the usual limits",
  target: "others' p99 ≤ 2× idle",
  guard: {
    what: "the rate of a page's frames and events",
    in: "server",
    cuts: [
      [/return this\.#frames\.take\(\) === 0;/, "return true;"],
      [/const wait = this\.#page\.take\(\);/, "return 0; const wait = 0;"],
    ],
  },
  async run(stage, short) {
    const node = await stage.node({ TORTURE_LIMITS: "usual" })
    const seconds = short ? 2 : 30
    const idle = await usersDuring(stage.load(), node, short ? 20 : 200, seconds)
    const abuse = new Abuse(node)
    await abuse.begin(5)
    const beside = await usersDuring(stage.load(), node, short ? 20 : 200, seconds)
    await abuse.end()
    const ran = stage.ran().get("abuse") ?? 0
    // What a page may call in that time, and for each time that it was let in anew, at once.
    const allowed = abuse.connections * 40 + 5 * 20 * (seconds + 5)
    const others = together([idle.report, beside.report])
    const failed = Object.keys(others.answers).filter((key) => key !== "plain ok")
    return finding(
      `p99 ${idle.p99} ms idle, ${beside.p99} ms beside; ${count(abuse.sent)} frames of abusers, ${count(ran)} run (at most ${count(allowed)}), cut off ${count(abuse.connections - 5)} times`,
      {
        "abusers sent much more than they may": abuse.sent > 2 * allowed,
        "abusers are held to their rate": ran <= allowed,
        "abusers are cut off": abuse.connections > 5,
        [`nothing of the others' is refused: ${failed}`]: failed.length === 0,
      },
      { "others are answered nearly as fast": beside.p99 <= Math.max(2 * idle.p99, short ? 500 : 20) },
    )
  },
}

async function usersDuring(load: ReturnType<typeof import("../stage/load.ts").startLoad>, node: Node, users: number, seconds: number) {
  await load.open({ url: node.url, path: "/bare", count: users, ownAddresses: true })
  await load.send({ perSecond: 0.5, mix: { plain: 1 } })
  await pause(seconds * 1_000)
  await load.stop()
  const report = await load.report()
  await load.close()
  return { report, p99: answeredWithin(report, "plain") }
}

/** Sends the same event as fast as the sockets take it, and comes back when it is thrown out. */
class Abuse {
  sent = 0
  connections = 0
  readonly #node: Node
  #going = true
  #done: Promise<unknown> = Promise.resolve()

  constructor(node: Node) {
    this.#node = node
  }

  async begin(abusers: number): Promise<void> {
    this.#done = Promise.all(Array.from({ length: abusers }, (_, at) => this.#one(`198.51.100.${at + 1}`)))
  }

  async end(): Promise<void> {
    this.#going = false
    await this.#done
  }

  async #one(address: string): Promise<void> {
    const { url } = this.#node
    const loaded = await visit(url)
    for (let number = 0; this.#going; ) {
      const raw = await attempt({ url, origin: url, cookie: loaded.cookie, auth: authOf(loaded), headers: { "x-forwarded-for": address } })
      if (raw.outcome !== "accepted") {
        await pause(50)
        continue
      }
      this.connections++
      while (this.#going && raw.open) {
        for (let at = 0; at < 50; at++) raw.send(`42${++number}["e",{"n":${number},"f":"plain","d":{"id":"abuse"}}]`)
        this.sent += 50
        await pause(10)
      }
      raw.close()
    }
  }
}

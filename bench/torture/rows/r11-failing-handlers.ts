import { setTimeout as pause } from "node:timers/promises"

import { finding, type Row } from "../stage/row.ts"
import { answeredWithin, count } from "./reading.ts"

/** Handlers that throw and handlers that hang, beside such that work. */
export const failingHandlers: Row = {
  promise: "10 % of handlers throw, 5 % hang",
  target: "a typed error in 100 %, others' p99 ≤ 300 ms",
  guard: { what: "the handlers' time limit", in: "server", cuts: [[/reject\(refusal\("handler_timeout"\)\)/, "void reject"]] },
  async run(stage, short) {
    const node = await stage.node()
    const [mixed, others] = [stage.load(), stage.load()]
    await mixed.open({ url: node.url, count: short ? 30 : 100 })
    await others.open({ url: node.url, count: short ? 10 : 100 })
    await mixed.send({ perSecond: 2, mix: { add: 85, fail: 10, hang: 5 } })
    await others.send({ perSecond: 2, mix: { add: 1 } })
    await pause(short ? 1_500 : 60_000)
    await Promise.all([mixed.stop({ patience: short ? 6_000 : 40_000 }), others.stop()])
    const [bad, good] = await Promise.all([mixed.report(), others.report()])
    const answered = (key: string) => bad.answers[key]?.length ?? 0
    const [thrown, hung] = [answered("fail handler_error"), answered("hang handler_timeout")]
    const wrong = Object.keys(bad.answers).filter((key) => !["add ok", "fail handler_error", "hang handler_timeout"].includes(key))
    const p99 = answeredWithin(good, "add")
    return finding(
      `${count(thrown)} handler_error, ${count(hung)} handler_timeout, ${bad.waiting} not answered, others' p99 ${p99} ms`,
      {
        "handlers threw and hung": thrown > 0 && hung > 0,
        [`every failure has its own code, and nothing else failed: ${wrong}`]: wrong.length === 0,
        "every event was answered": bad.waiting === 0 && good.waiting === 0,
      },
      { "others are not kept waiting": p99 <= (short ? 1_000 : 300) },
    )
  },
}

import { finding, type Row } from "../stage/row.ts"
import { count } from "./reading.ts"

/** The client's queue and stream and the server's log and claims, under random schedules. */
export const model: Row = {
  promise: "model: publish, deliver, cut, duplicate, reorder, forget",
  target: "100,000 schedules, 0 differences",
  guard: { what: "that a page drops what it has", in: "load", cuts: [[/if \(offset <= ownOffset\) return;/, ""]] },
  async run(stage, short) {
    const load = stage.load()
    const runs = short ? 1_000 : 100_000
    const { schedules, difference } = await load.model({ runs, seed: Date.now() % 2 ** 31 })
    return finding(`${count(schedules)} schedules, ${difference ?? "0 differences"}`, {
      [`no schedule makes a difference: ${difference}`]: difference === undefined,
      "every schedule was played": schedules === runs || difference !== undefined,
    })
  },
}

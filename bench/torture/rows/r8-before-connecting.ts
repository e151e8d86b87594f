import { finding, type Row } from "../stage/row.ts"
import { count } from "./reading.ts"

/** What is sent after a document was rendered and before its socket is open. */
export const beforeConnecting: Row = {
  promise: "patches between rendering and connecting",
  target: "1,000 pages, each patch applied once, no page rendered twice",
  guard: {
    what: "the replay of what a page has missed",
    in: "server",
    cuts: [[/for \(const \{ offset, patches \} of entries\) socket\.emit\([^;]*;/, ""]],
  },
  async run(stage, short) {
    const pages = short ? 40 : 1_000
    const node = await stage.node()
    const load = stage.load()
    await load.open({ url: node.url, count: pages, connect: false })
    await node.post("/publish/early?count=3")
    await load.connect({ batch: 50 })
    const { seen, missing, refreshes, took } = await stage.caughtUp(10_000)
    return finding(
      `${count(seen.applied)} of ${count(pages * 3)} applied, ${seen.gaps} gaps, ${seen.repeats} repeats, ${refreshes} refreshes, ${took} ms`,
      {
        "every patch was applied": seen.applied === pages * 3 && missing === 0,
        "no patch was applied twice or out of order": seen.gaps + seen.mended + seen.repeats === 0,
        "no page had to render itself again": refreshes === 0,
      },
    )
  },
}

import { finding, type Row } from "../stage/row.ts"
import { count, outcomes } from "./reading.ts"
import { attempt, authOf, visit } from "../stage/attack.ts"

/** Events that are too large, too deep or have names that are none of theirs. */
export const sizes: Row = {
  promise: "0–2× the size limit, depth 100,000, __proto__",
  target: "typed refusal before sending, no reconnection loop",
  guard: {
    what: "the look at an event's size before it is sent",
    in: "load",
    cuts: [[/!fitsWire\(event\) \? "too_large" :/, 'false ? "too_large" :']],
  },
  async run(stage, short) {
    const node = await stage.node()
    const load = stage.load()
    await load.open({ url: node.url, path: "/bare", count: 1 })
    const { added, largest } = await load.oversized({ steps: short ? 20 : 200 })
    await load.stop({ patience: 15_000 })
    const report = await load.report()
    const { ok = 0, too_large = 0, ...others } = outcomes(report)
    const raw = await deepFrame(node.url)
    return finding(
      `${count(added)} events up to ${count(largest)} bytes: ${ok} run, ${too_large} too_large, ${JSON.stringify(others)}, ${report.reconnections} reconnections; 100,000 levels written by hand: ${raw}`,
      {
        "what fits was run, and what does not was refused": ok > 0 && too_large > 0 && ok + too_large === added,
        "the page stayed connected": report.reconnections === 0 && report.connected === 1,
        "everything was answered": report.waiting === 0,
        "a frame by hand is refused or cut": raw !== "accepted",
      },
    )
  },
}

/** Nothing keeps an attacker from sending what no page would. */
async function deepFrame(url: string): Promise<string> {
  const loaded = await visit(url)
  const raw = await attempt({ url, origin: url, cookie: loaded.cookie, auth: authOf(loaded) })
  raw.send(`421["e",{"n":1,"f":"plain","d":${'{"a":'.repeat(16_000)}1${"}".repeat(16_000)}}]`)
  raw.send(`422["e",{"n":2,"f":"plain","d":${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}}]`)
  for (let tries = 0; tries < 100 && raw.open; tries++) await new Promise((resolve) => setTimeout(resolve, 20))
  const answer = raw.frames.find((frame) => frame.startsWith("431"))
  raw.close()
  return answer?.includes('"invalid"') ? "invalid, then cut" : raw.open ? "accepted" : "cut"
}

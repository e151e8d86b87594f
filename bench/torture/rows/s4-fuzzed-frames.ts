import { setTimeout as pause } from "node:timers/promises"

import { attempt, authOf, visit } from "../stage/attack.ts"
import { finding, type Row } from "../stage/row.ts"
import { count } from "./reading.ts"

/** Frames that are nearly right. */
export const fuzzedFrames: Row = {
  promise: "1,000,000 structure-aware fuzzed frames",
  target: "0 crashes, 0 unhandled rejections, each a typed error or a cut",
  guard: {
    what: "that whatever goes wrong with a frame is caught",
    in: "server",
    cuts: [
      [/this\.#received\(content\)\.catch\([^\n]*\n?[^;]*;/, "this.#received(content);"],
      [/acknowledge\?\.\(\{ code: "invalid" \}\)/, 'acknowledge({ code: "invalid" })'],
    ],
  },
  async run(stage, short) {
    const wanted = short ? 1_500 : 1_000_000
    const node = await stage.node()
    const loaded = await visit(node.url)
    const totals = { sent: 0, dispatched: 0, cut: 0, untyped: 0, silent: 0 }
    const one = async (worker: number) => {
      while (totals.sent < wanted) {
        const { cookie, token, config } = loaded
        const own = worker ? await visit(node.url) : { cookie, token, config, sent: {} }
        const raw = await attempt({
          url: node.url,
          origin: node.url,
          cookie: own.cookie,
          auth: { ...authOf(own), document: `fuzz${worker}` },
        })
        if (raw.outcome !== "accepted") throw new Error(`A page was ${raw.outcome} after ${totals.sent} frames.`)
        let asked = 0
        for (let at = 0; at < 120 && raw.open; at++) {
          const { frame, acknowledged } = fuzzed(at)
          raw.send(frame)
          totals.sent++
          if (acknowledged) asked++
          // A frame of another kind may end the connection: no wonder, then, that nothing more is answered.
          if (!acknowledged) await pause(2)
        }
        const answers = () => raw.frames.filter((each) => each.startsWith("43"))
        for (let tries = 0; raw.open && answers().length < asked && tries < 1_000; tries++) await pause(10)
        totals.dispatched += answers().length
        totals.untyped += answers().filter((each) => !isTyped(each)).length
        if (raw.open) totals.silent += asked - answers().length
        else totals.cut++
        raw.close()
      }
    }
    await Promise.all(Array.from({ length: short ? 4 : 16 }, (_, worker) => one(worker + 1)))
    const health = await node.get("/healthz").catch(() => "no answer")
    return finding(
      `${count(totals.sent)} frames, ${count(totals.dispatched)} answered by the dispatcher, ${count(totals.cut)} connections cut, ${totals.untyped} answers without a type, ${totals.silent} without an answer; ${node.crashed ? "crashed" : "no crash"}`,
      {
        "the frames reached the dispatcher": totals.dispatched > totals.sent / 2,
        "the server lives": !node.crashed && health !== "no answer",
        "every answer is a typed error, or patches": totals.untyped === 0,
        "every event was answered, or its page cut": totals.silent === 0,
      },
    )
  },
}

const codes = new Set(
  "unknown_function invalid refused too_large rate_limited busy handler_error handler_timeout outcome_unknown unauthorized expired".split(
    " ",
  ),
)

/** Patches, true or false of a resume, or a refusal whose code is on the list and which says nothing of the inside. */
function isTyped(frame: string): boolean {
  const [answer]: unknown[] = JSON.parse(frame.slice(frame.indexOf("[")))
  if (Array.isArray(answer) || typeof answer === "boolean") return true
  if (typeof answer !== "object" || answer === null || !("code" in answer)) return false
  return codes.has(String(answer.code)) && !/secret|Error:|\bat .*\d+:\d+/.test(frame)
}

function pick<T>(values: readonly [T, ...T[]]): T {
  return values[Math.floor(Math.random() * values.length)] ?? values[0]
}

const wrong = (): unknown =>
  pick([
    null,
    true,
    -1,
    0,
    1.5,
    2 ** 53,
    "",
    "x",
    "__proto__",
    "constructor",
    "toString",
    "\u0000",
    "\ud800",
    "x".repeat(3_000),
    [],
    [[[[[]]]]],
    {},
    { __proto__: null, length: -1 },
    JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
    { toString: 1, valueOf: 1, then: 1, toJSON: 1 },
    { _placeholder: true, num: 0 },
    deep(Math.floor(Math.random() * 40)),
    Object.fromEntries(Array.from({ length: 1_100 }, (_, key) => [`k${key}`, key])),
  ] as const)

function deep(levels: number): unknown {
  return levels ? { a: deep(levels - 1) } : 1
}

const fields = ["n", "f", "d", "m", "a", "l", "t", "u", "x", "s", "r", "zz"] as const
const names = ["plain", "add", "fail", "secret", "sinks", "nothing", "__proto__", "constructor", "hasOwnProperty"] as const

/** An event with a field or two that are not what they should be; now and then a frame that is none. */
function fuzzed(at: number): { frame: string | Buffer; acknowledged: boolean } {
  if (Math.random() < 0.02) return { frame: pick(frames)(), acknowledged: false }
  const event: Record<string, unknown> = { n: at + 1, f: pick(names), d: { id: `fuzz${at}` } }
  for (let times = Math.floor(Math.random() * 3); times > 0; times--) event[pick(fields)] = wrong()
  const content = Math.random() < 0.05 ? wrong() : event
  if (Math.random() < 0.05) return { frame: `42${JSON.stringify(["e", content])}`, acknowledged: false }
  return { frame: `42${at}${JSON.stringify(["e", content])}`, acknowledged: true }
}

type Make = () => string | Buffer

const frames: readonly [Make, ...Make[]] = [
  () => `42${JSON.stringify([pick(["p", "h", "c", "disconnect", "connect", "error", "", "x"]), wrong()])}`,
  () => "42",
  () => '42["e"',
  () => "42[]",
  () => "421e9[1]",
  () => "42/other,[1]",
  () => '451-["e",{"_placeholder":true,"num":0}]',
  () => "459999999-[]",
  () => "43999[1]",
  () => "49",
  () => "9",
  () => "",
  () => "4",
  () => "3",
  () => "41",
  () => "40{}",
  () => Buffer.from([0, 255, 1]),
  () => `42["e",${"[".repeat(20_000)}${"]".repeat(20_000)}]`,
]

import { type ChildProcess, fork } from "node:child_process"
import { once } from "node:events"

import type { Methods } from "../load/main.ts"
import { addDelays, nothingSeen } from "../load/judge.ts"
import type { Report } from "../load/tally.ts"
import { isRunning } from "./processes.ts"

/** Pages in a process of their own. */
export type Load = { [Name in keyof Methods]: (argument?: Parameters<Methods[Name]>[0]) => ReturnType<Methods[Name]> } & {
  end(): Promise<void>
}

const names: (keyof Methods)[] = [
  "open",
  "connect",
  "send",
  "sendOnce",
  "stop",
  "oversized",
  "caughtUp",
  "stall",
  "cut",
  "report",
  "close",
  "model",
]

export function startLoad(file: string): Load {
  const child = fork(file, { env: { PATH: process.env.PATH }, execArgv: [], stdio: ["ignore", "ignore", "pipe", "ipc"] })
  let errors = ""
  child.stderr?.on("data", (chunk) => {
    errors = (errors + String(chunk)).slice(-2_000)
  })
  const waiting = new Map<number, { resolve: (result: unknown) => void; reject: (error: Error) => void }>()
  let id = 0
  child.on("message", ({ id, result, error }: { id: number; result?: unknown; error?: string }) => {
    const wait = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) wait?.resolve(result)
    else wait?.reject(new Error(error))
  })
  child.on("exit", () => {
    for (const { reject } of waiting.values()) reject(new Error(`The process of the load has ended. ${errors}`))
  })
  const call = (method: string) => (argument?: unknown) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { resolve, reject })
      child.send({ id, method, argument: argument ?? {} })
    })
  return asLoad({ ...Object.fromEntries(names.map((name) => [name, call(name)])), end: () => stop(child) })
}

/** Every method of the process, called by message. */
function asLoad(calls: unknown): Load {
  return calls as Load
}

async function stop(child: ChildProcess): Promise<void> {
  if (!isRunning(child)) return
  const ended = once(child, "exit")
  child.kill("SIGKILL")
  await ended
}

/** Reports of several processes as one. */
export function together(reports: Report[]): Report {
  const sum: Report = {
    pages: 0,
    connected: 0,
    seen: nothingSeen(),
    missing: 0,
    reconnections: 0,
    longestAway: 0,
    spread: 0,
    refreshes: 0,
    instructed: {},
    refusedHandshakes: {},
    answers: {},
    waiting: 0,
    answerDelays: {},
  }
  for (const report of reports) {
    for (const name of ["pages", "connected", "missing", "reconnections", "refreshes", "waiting"] as const) sum[name] += report[name]
    for (const name of ["applied", "gaps", "mended", "repeats"] as const) sum.seen[name] += report.seen[name]
    sum.spread = Math.max(sum.spread, report.spread)
    sum.longestAway = Math.max(sum.longestAway, report.longestAway)
    addCounts(sum.instructed, report.instructed)
    addCounts(sum.refusedHandshakes, report.refusedHandshakes)
    addCounts(sum.seen.bySource, report.seen.bySource)
    addDelays(sum.seen.delays, report.seen.delays)
    for (const [outcome, ids] of Object.entries(report.answers)) sum.answers[outcome] = [...(sum.answers[outcome] ?? []), ...ids]
    for (const [handler, delays] of Object.entries(report.answerDelays)) {
      sum.answerDelays[handler] ??= {}
      addDelays(sum.answerDelays[handler], delays)
    }
  }
  return sum
}

function addCounts(into: Record<string, number>, from: Record<string, number>): void {
  for (const [name, count] of Object.entries(from)) into[name] = (into[name] ?? 0) + count
}

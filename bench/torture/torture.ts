import { mkdtemp, rm } from "node:fs/promises"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"

import { rows } from "./rows/rows.ts"
import { type Built, without as withoutGuard } from "./stage/guard.ts"
import type { Finding, Row } from "./stage/row.ts"
import { Stage } from "./stage/stage.ts"

export interface Verdict extends Finding {
  passed: boolean
  /** What the run without the guard found wrong: nothing would mean that the row proves nothing. */
  without: string[]
  seconds: number
}

export const names = Object.keys(rows)

/** Proves a row: it holds as it stands, and does not hold without its guard. The second run is short. */
export async function prove(name: string, built: Built, folder: string, short: boolean): Promise<Verdict> {
  const row = rows[name]
  if (!row) throw new Error(`Expected one of ${names.join(" ")}, got ${name}.`)
  const from = Date.now()
  const copy = await mkdtemp(join(folder, "without-"))
  try {
    const cut = await withoutGuard(row.guard, built, copy)
    const found = await play(row, built, short)
    const broken = await play(row, cut, true)
    const without = [...broken.wrong, ...broken.late]
    const passed = found.wrong.length + found.late.length === 0 && without.length > 0
    return { ...found, passed, without, seconds: (Date.now() - from) / 1_000 }
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

/** Those that are being played. */
const stages = new Set<Stage>()

/** Ends what was started, where all of it is to stop. */
export async function stop(): Promise<void> {
  await Promise.all([...stages].map((stage) => stage.end()))
}

/** An error on the way is something that does not hold. */
export async function play(row: Row, built: Built, short: boolean): Promise<Finding> {
  const stage = await Stage.begin(built)
  stages.add(stage)
  try {
    const found = await Promise.race([row.run(stage, short), failure(stage, short ? 60_000 : 1_800_000)])
    const crashed = stage.nodes.some((node) => node.crashed)
    return { ...found, wrong: [...found.wrong, ...(crashed ? ["A server ended by itself."] : [])] }
  } catch (error) {
    const crashed = stage.nodes.filter((node) => node.crashed).map((node) => node.output())
    return { measured: "", late: [], wrong: [`${error instanceof Error ? error.message : error}`, ...crashed] }
  } finally {
    stages.delete(stage)
    await stage.end()
  }
}

/** A row ends, whatever happens in it: when its time is up, or one of its servers has ended by itself. */
async function failure(stage: Stage, patience: number): Promise<never> {
  for (const from = Date.now(); Date.now() - from < patience && !stage.ended; await pause(200))
    if (stage.nodes.some((node) => node.crashed)) throw new Error("A server ended by itself.")
  throw new Error(`Not done within ${patience / 1_000} s.`)
}

/** The table, a line a row as it is proved; gives whether all of it holds. */
export async function torture(wanted: string[], built: Built, folder: string, short: boolean): Promise<boolean> {
  const unknown = wanted.find((name) => !names.includes(name))
  if (unknown !== undefined) throw new Error(`There is no row ${unknown}. Expected some of ${names.join(" ")}.`)
  let all = true
  for (const name of wanted.length ? wanted : names) {
    const { promise = "", target = "", guard } = rows[name] ?? {}
    console.log(`\n${name}  ${promise}\n    target    ${target}`)
    const verdict = await prove(name, built, folder, short).catch((error: Error) => error)
    if (verdict instanceof Error) {
      console.log(`    FAIL  ${verdict.message}`)
      all = false
      continue
    }
    const { passed, measured, wrong, late, without, seconds } = verdict
    console.log(`    measured  ${measured}`)
    for (const line of [...wrong, ...late]) console.log(`    ✗ does not hold: ${line}`)
    console.log(`    without ${guard?.what}: ${without[0]?.split("\n")[0]?.slice(0, 160) ?? "✗ nothing was noticed"}`)
    console.log(`    ${passed ? "PASS" : "FAIL"}  ${seconds.toFixed(1)} s`)
    all &&= passed
  }
  return all
}

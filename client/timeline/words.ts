import { type Entry, type Phase, phases, totalOf, touchedBy } from "./entry.ts"
import type { LineConditions } from "./line.ts"

export const phaseNames: Record<Phase, string> = { queue: "Queue", wire: "Wire", handler: "Server", patch: "Patch" }

export function milliseconds(time: number | undefined): string {
  if (time === undefined) return ""
  if (time >= 10_000) return `${(time / 1_000).toFixed(1)} s`
  return `${time >= 10 ? Math.round(time) : time.toFixed(1)} ms`
}

export function bytes(count: number): string {
  if (!count) return ""
  return count < 10_000 ? `${count} B` : `${(count / 1_000).toFixed(1)} kB`
}

export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`
}

export function often(count: number): string {
  return ["never", "once", "twice"][count] ?? `${count} times`
}

/** The whole of an entry in a sentence, for those who do not see its columns. */
export function labelOf(entry: Entry): string {
  const { name, cause, outcome, reference, sent, received, sends } = entry
  const spent = phases.flatMap((phase) =>
    entry.times[phase] === undefined ? [] : `${phaseNames[phase].toLowerCase()} ${milliseconds(entry.times[phase])}`,
  )
  const parts = [
    outcome + (reference ? ` ${reference}` : ""),
    totalOf(entry) === undefined ? [] : milliseconds(totalOf(entry)),
    spent.length > 1 ? spent.join(", ") : [],
    sends > 1 ? `sent ${often(sends)}` : [],
    sent ? `${bytes(sent)} sent` : [],
    received ? `${bytes(received)} received` : [],
    entry.touched.length ? counted(touchedBy(entry).length, "element") : [],
  ]
  return `${[name, cause].filter(Boolean).join(", ")}: ${parts.flat().join("; ")}`
}

/** What the line is made to do; empty where it is as it is. */
export function simulatedWords({ latency, jitter, speed, offline }: LineConditions, losesReply: boolean): string {
  if (offline) return "offline"
  const delay = jitter ? `${latency}–${latency + jitter} ms` : latency ? `${latency} ms` : []
  return [delay, speed ? `${speed / 1_000} kB/s` : [], losesReply ? "next reply lost" : []].flat().join(", ")
}

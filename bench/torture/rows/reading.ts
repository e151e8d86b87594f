import { percentile } from "../load/judge.ts"
import type { Report } from "../load/tally.ts"

/** How often something was answered, by outcome. */
export function outcomes({ answers }: Report): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const [key, ids] of Object.entries(answers)) {
    const outcome = key.split(" ")[1] ?? ""
    counts[outcome] = (counts[outcome] ?? 0) + ids.length
  }
  return counts
}

/** Events that ran more than once, and events answered with patches that did not run. */
export function executions(
  report: Report,
  ran: Map<string, number>,
  { again = false } = {},
): { twice: number; never: number; answered: number } {
  const of = (outcome: string) =>
    Object.entries(report.answers).flatMap(([key, ids]) => (key.endsWith(` ${outcome}`) && (again || !key.startsWith("again ")) ? ids : []))
  const ids = Object.entries(report.answers).flatMap(([key, ids]) => (key.startsWith("again ") && !again ? [] : ids))
  return {
    twice: ids.filter((id) => (ran.get(id) ?? 0) > 1).length,
    never: of("ok").filter((id) => !ran.has(id)).length,
    answered: of("ok").length,
  }
}

/** Milliseconds within which a share of the events of a handler were answered. */
export function answeredWithin(report: Report, handler: string, share = 0.99): number {
  return percentile(report.answerDelays[handler] ?? {}, share)
}

/** Milliseconds within which a share of what was sent was shown. */
export function shownWithin(report: Pick<Report, "seen">, share = 0.99): number {
  return percentile(report.seen.delays, share)
}

/** A number with its thousands apart. */
export function count(number: number): string {
  return number.toLocaleString("en")
}

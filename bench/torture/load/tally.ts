import { bucketOf, nothingSeen, type Seen } from "./judge.ts"

/** What has happened to the pages of a process. */
export interface Report {
  pages: number
  connected: number
  seen: Seen
  /** Numbers that pages do not show. */
  missing: number
  reconnections: number
  /** Milliseconds that the slowest page was away. */
  longestAway: number
  /** Milliseconds between the shortest and the longest first wait of a page that was cut off. */
  spread: number
  refreshes: number
  instructed: Record<string, number>
  refusedHandshakes: Record<string, number>
  /** Ids of events by what they were answered with. */
  answers: Record<string, string[]>
  /** Events that were sent and not answered. */
  waiting: number
  /** Handler → milliseconds from adding to the answer → how often. */
  answerDelays: Record<string, Record<number, number>>
}

export class Tally {
  readonly seen = nothingSeen()
  reconnections = 0
  longestAway = 0
  readonly firstWaits: number[] = []
  refreshes = 0
  readonly instructed: Record<string, number> = {}
  readonly refusedHandshakes: Record<string, number> = {}
  readonly answers: Record<string, string[]> = {}
  readonly answerDelays: Record<string, Record<number, number>> = {}

  connected(lostAt: number | undefined): void {
    if (lostAt === undefined) return
    this.reconnections++
    this.longestAway = Math.max(this.longestAway, Date.now() - lostAt)
  }

  answered(handler: string, id: string, outcome: string, delay: number): void {
    const key = `${handler} ${outcome}`
    this.answers[key] ??= []
    this.answers[key].push(id)
    this.answerDelays[handler] ??= {}
    const delays = this.answerDelays[handler]
    const bucket = bucketOf(delay)
    delays[bucket] = (delays[bucket] ?? 0) + 1
  }
}

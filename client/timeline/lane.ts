import type { Clock } from "../clock.ts"

/** What a line does to what travels over it. */
export interface Conditions {
  /** Milliseconds that everything takes, each way, and by how many more at most, at random. */
  latency: number
  jitter: number
  /** Bytes a second; 0: as many as there are. */
  speed: number
}

/** One direction of a line: what was sent first arrives first. */
export interface Lane {
  /** Calls when so many bytes have arrived: at once where the line is as it is. */
  carry(bytes: number, arrived: () => void): void
  /** What is under way does not arrive. */
  cut(): void
}

export function createLane(conditions: () => Conditions, clock: Clock): Lane {
  let travelling: { at: number; arrived: () => void }[] = []
  let stop: (() => void) | undefined
  /** When the last of them arrives. */
  let last = 0

  function carry(bytes: number, arrived: () => void): void {
    const { latency, jitter, speed } = conditions()
    const now = clock.now()
    last = Math.max(last, now + latency + jitter * Math.random()) + (speed ? (bytes / speed) * 1_000 : 0)
    if (last <= now && !travelling.length) return arrived()
    travelling.push({ at: last, arrived })
    stop ??= clock.after(last - now, arrive)
  }

  function arrive(): void {
    stop = undefined
    for (const due of travelling.filter(({ at }) => at <= clock.now())) {
      if (travelling[0] !== due) break
      travelling.shift()
      due.arrived()
    }
    const [next] = travelling
    if (next) stop ??= clock.after(Math.max(0, next.at - clock.now()), arrive)
  }

  function cut(): void {
    stop?.()
    stop = undefined
    travelling = []
    last = 0
  }

  return { carry, cut }
}

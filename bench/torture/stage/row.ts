import type { Guard } from "./guard.ts"
import type { Stage } from "./stage.ts"

/** One line of the table: a promise, and the proof of it. */
export interface Row {
  promise: string
  target: string
  /** Without it, the row must fail. */
  guard: Guard
  run(stage: Stage, short: boolean): Promise<Finding>
}

export interface Finding {
  /** The figures. */
  measured: string
  /** What does not hold; nothing: the promise is kept. */
  wrong: string[]
  /** What took longer than it may: `npm run torture` says so, tests do not, which other work on the machine may slow down. */
  late: string[]
}

/** What is to hold, and what is to be done in time, by what is said where it is not. */
export function finding(measured: string, claims: Record<string, boolean>, times: Record<string, boolean> = {}): Finding {
  return { measured, wrong: broken(claims), late: broken(times) }
}

function broken(claims: Record<string, boolean>): string[] {
  return Object.entries(claims).flatMap(([claim, holds]) => (holds ? [] : [claim]))
}

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
}

/** What is to hold, by what is said where it does not. */
export function finding(measured: string, claims: Record<string, boolean>): Finding {
  return { measured, wrong: Object.entries(claims).flatMap(([claim, holds]) => (holds ? [] : [claim])) }
}

const asked = process.env.PROPERTY_RUNS

/** How many times as many cases are tried as in `npm test`. */
export const factor = Number(asked ?? 1)

/**
 * What fast-check is told: the same cases each time, so that a run fails for what was changed and for nothing else. With PROPERTY_RUNS, a
 * factor, others each time.
 * @param {number} count
 * @returns {{ numRuns: number, seed?: number }}
 */
export function cases(count) {
  return asked === undefined ? { numRuns: count, seed: 2_026 } : { numRuns: count * factor }
}

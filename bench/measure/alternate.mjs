/**
 * @typedef {{ median: number, low: number, high: number }} Figure
 * @typedef {() => Promise<number> | number} Measure one round
 */

/**
 * Runs every contender once a round, one after the other, so that what else the machine does meets all of them; the first round warms up and is not counted.
 * @param {number} rounds
 * @param {Record<string, Measure>} contenders
 * @returns {Promise<Record<string, Figure>>}
 */
export async function alternate(rounds, contenders) {
  /** @type {Record<string, number[]>} */
  const measured = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const [name, measure] of Object.entries(contenders)) {
      const value = await measure()
      if (round > 0) measured[name]?.push(value)
    }
  }
  return Object.fromEntries(Object.entries(measured).map(([name, values]) => [name, figure(values)]))
}

/** @param {number[]} values @returns {Figure} */
export function figure(values) {
  const sorted = values.toSorted((one, other) => one - other)
  return { median: median(sorted), low: sorted.at(0) ?? Number.NaN, high: sorted.at(-1) ?? Number.NaN }
}

/** @param {number[]} values */
export function median(values) {
  const sorted = values.toSorted((one, other) => one - other)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/** @param {number} value @returns {Figure} */
export function exact(value) {
  return { median: value, low: value, high: value }
}

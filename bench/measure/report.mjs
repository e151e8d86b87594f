import { mkdirSync, writeFileSync } from "node:fs"
import { cpus } from "node:os"
import { join } from "node:path"

/**
 * @typedef {import("./alternate.mjs").Figure} Figure
 * @typedef {object} Result what one row of the benchmark found
 * @property {string} name
 * @property {string} title
 * @property {string} unit
 * @property {Record<string, Figure>} figures by contender; the first is ours
 * @property {string} target
 * @property {boolean | undefined} met
 * @property {string} [note]
 */

/** @param {Result} result */
export function print({ title, unit, figures, target, met, note }) {
  console.log(`\n${title} [${unit}]`)
  const width = Math.max(...Object.keys(figures).map((name) => name.length))
  for (const [name, figure] of Object.entries(figures)) console.log(`  ${name.padEnd(width)}  ${shown(figure)}`)
  console.log(`  ${met === undefined ? " " : met ? "✓" : "✗"} ${target}${note ? ` (${note})` : ""}`)
}

/** @param {Figure} figure */
export function shown({ median, low, high }) {
  return low === high ? round(median) : `${round(median)}  (${round(low)} to ${round(high)})`
}

/** Three digits that mean something. @param {number} value */
export function round(value) {
  if (!Number.isFinite(value)) return "–"
  if (Number.isInteger(value)) return value.toLocaleString("en")
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2
  return value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits })
}

/**
 * Puts results beside those of earlier runs, one file a row.
 * @param {string} folder
 * @param {Result} result
 */
export function keep(folder, result) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, `${result.name}.json`),
    `${JSON.stringify({ ...result, machine: machine(), node: process.version, at: new Date().toISOString() }, null, 2)}\n`,
  )
}

export function machine() {
  const processors = cpus()
  return `${processors.length} × ${processors[0]?.model.trim() ?? "unknown processor"}`
}

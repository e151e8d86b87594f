// npm run bench: every figure of docs/performance.md, on this machine. npm run bench -- NAME…: only these rows, or all whose names begin so.
import { join } from "node:path"
import { fileURLToPath } from "node:url"

import { draw } from "./measure/plot.mjs"
import { keep, machine, print } from "./measure/report.mjs"
import { rows as bundle } from "./rows/bundle.mjs"
import { rows as bytes } from "./rows/bytes.mjs"
import { rows as events } from "./rows/events.mjs"
import { rows as growth } from "./rows/growth.mjs"
import { rows as patches } from "./rows/patches.mjs"
import { rows as saving } from "./rows/saving.mjs"
import { rows as server } from "./rows/server.mjs"

/** @typedef {(rounds: number) => Promise<Omit<import("./measure/report.mjs").Result, "name"> & { plot?: Omit<import("./measure/plot.mjs").Plot, "name"> }>} Row */

/** @type {Record<string, Row>} */
const rows = { ...bytes, ...events, ...server, ...patches, ...growth, ...bundle, ...saving }
const folder = fileURLToPath(new URL("../dist/bench", import.meta.url))

const { names, rounds } = wanted(process.argv.slice(2))
console.log(`${machine()}, Node ${process.version}, ${rounds} rounds; median (lowest to highest)`)
for (const name of names) {
  const measure = rows[name]
  if (!measure) continue
  const { plot, ...result } = await measure(rounds)
  print({ name, ...result })
  keep(folder, { name, ...result })
  if (plot) draw(folder, { name, ...plot })
}
console.log(`\n${join(folder, "*.json, *.svg")}`)
process.exit()

/** @param {string[]} words */
function wanted(words) {
  const rounds = Number(words.find((word) => word.startsWith("--rounds="))?.split("=")[1] ?? 7)
  const asked = words.filter((word) => !word.startsWith("--"))
  const names = Object.keys(rows).filter((name) => asked.length === 0 || asked.some((word) => name.startsWith(word)))
  const unknown = asked.filter((word) => !names.some((name) => name.startsWith(word)))
  if (unknown.length === 0 && rounds >= 1) return { names, rounds }
  console.error(
    `Expected names of rows, got ${(unknown.length ? unknown : words).join(" ")}.\nThere are ${Object.keys(rows).join(", ")}; --rounds=7 says how often each is measured.`,
  )
  process.exit(1)
}

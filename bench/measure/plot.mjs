import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"

import { round } from "./report.mjs"

/**
 * Cost against size, both on logarithmic scales, so that what grows in proportion is a diagonal and what does not grow is level.
 * @typedef {{ name: string, points: [size: number, cost: number][] }} Line
 * @typedef {{ name: string, title: string, x: string, y: string, lines: Line[] }} Plot
 */

const width = 640
const height = 400
const margin = { left: 70, right: 150, top: 50, bottom: 50 }
const colours = ["#1d4ed8", "#b45309", "#047857", "#9d174d"]

/**
 * @param {string} folder
 * @param {Plot} plot
 */
export function draw(folder, plot) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${plot.name}.svg`), svg(plot))
}

/** @param {Plot} plot */
function svg({ title, x, y, lines }) {
  const points = lines.flatMap((line) => line.points)
  const across = scale(
    points.map(([size]) => size),
    margin.left,
    width - margin.right,
  )
  const up = scale(
    points.map(([, cost]) => cost),
    height - margin.bottom,
    margin.top,
  )
  const parts = [
    `<text x="${margin.left}" y="24" font-size="15" font-weight="bold">${title}</text>`,
    ...across.ticks.map(
      (tick) =>
        `<path d="M${across.at(tick)} ${margin.top}V${height - margin.bottom}" stroke="#ddd"/><text x="${across.at(tick)}" y="${height - margin.bottom + 18}" text-anchor="middle">${label(tick)}</text>`,
    ),
    ...up.ticks.map(
      (tick) =>
        `<path d="M${margin.left} ${up.at(tick)}H${width - margin.right}" stroke="#ddd"/><text x="${margin.left - 8}" y="${up.at(tick) + 4}" text-anchor="end">${label(tick)}</text>`,
    ),
    `<text x="${(margin.left + width - margin.right) / 2}" y="${height - 10}" text-anchor="middle">${x}</text>`,
    `<text x="${margin.left}" y="${margin.top - 8}">${y}</text>`,
    ...lines.map((line, index) => drawn(line, colours[index % colours.length] ?? "black", across, up)),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12"><rect width="100%" height="100%" fill="white"/>\n${parts.join("\n")}\n</svg>\n`
}

/**
 * @param {Line} line
 * @param {string} colour
 * @param {Scale} across
 * @param {Scale} up
 */
function drawn({ name, points }, colour, across, up) {
  const places = points.map(([size, cost]) => [across.at(size), up.at(cost)])
  const [endX = 0, endY = 0] = places.at(-1) ?? []
  const dots = places.map(
    ([left, top], index) =>
      `<circle cx="${left}" cy="${top}" r="3" fill="${colour}"><title>${name}: ${round(points[index]?.[1] ?? 0)}</title></circle>`,
  )
  return `<polyline points="${places.map((place) => place.join(",")).join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join("")}<text x="${endX + 8}" y="${endY + 4}" fill="${colour}">${name}</text>`
}

/**
 * @typedef {{ at: (value: number) => number, ticks: number[] }} Scale
 * @param {number[]} values
 * @param {number} from
 * @param {number} to
 * @returns {Scale}
 */
function scale(values, from, to) {
  const low = Math.floor(Math.log10(Math.min(...values)))
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))))
  return {
    at: (value) => Math.round(from + ((Math.log10(value) - low) / (high - low)) * (to - from)),
    ticks: Array.from({ length: high - low + 1 }, (_, step) => 10 ** (low + step)),
  }
}

/** @param {number} tick */
function label(tick) {
  return tick >= 1 ? tick.toLocaleString("en") : String(Number(tick.toPrecision(1)))
}

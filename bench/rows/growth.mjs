import { exact, median } from "../measure/alternate.mjs"
import { startApplication, startLimit } from "../measure/application.mjs"
import { openPage, openPages, openSockets } from "../measure/open-page.mjs"
import { patchTimes } from "./patches.mjs"
import { serverTimes, untilLast } from "./server.mjs"

/** @import { Figure } from "../measure/alternate.mjs" */
/** @import { ServerProcess } from "../measure/server-process.mjs" */
/** @import { Wire } from "../measure/wire.mjs" */
/** @import { Line } from "../measure/plot.mjs" */

const lengths = [10, 100, 1_000, 10_000]
const audiences = [1, 10, 100, 1_000, 10_000]

/** How costs grow: each row is a plot. */
export const rows = {
  /** @param {number} rounds */
  async "growth-rows"(rounds) {
    const [server, browser] = [await serverTimes(lengths, rounds), await patchTimes(lengths, rounds)]
    const bytes = await replyBytes()
    const lines = [line("server, ms", lengths, server), line("browser, ms", lengths, browser), line("reply, bytes", lengths, bytes)]
    const grown = cost(browser, 10_000) / cost(browser, 100)
    return {
      title: "One row changed, list returned whole, by the length of the list",
      unit: "ms, bytes",
      figures: { ...named("server", server), ...named("browser", browser), ...named("bytes", bytes) },
      target: `script in the browser does not grow with the rows: ${grown.toFixed(1)} × from 100 to 10,000`,
      met: grown < 2,
      plot: { title: "One row changed, list returned whole", x: "rows", y: "milliseconds, bytes", lines },
    }
  },

  /** @param {number} rounds */
  async "growth-pages"(rounds) {
    // One after the other: a process has only so many sockets.
    const lines = [
      { name: "ours", points: await broadcasts(rounds, await startApplication(), (url, count) => openPages(url, "/wall", count)) },
      { name: "Socket.IO", points: await broadcasts(rounds, await startLimit("socket-io"), openSockets) },
    ]
    const figures = Object.fromEntries(
      lines.flatMap(({ name, points }) => points.map(([count, time]) => [`${name}, ${count} pages`, exact(time)])),
    )
    const plot = { title: "Broadcast, until the last page has it", x: "pages", y: "milliseconds", lines }
    return { title: plot.title, unit: "ms", figures, target: "as bare io.to().emit grows", met: undefined, plot }
  },
}

/**
 * Every size has the pages of the sizes before it, and some more.
 * @param {number} rounds
 * @param {ServerProcess} server
 * @param {(url: string, count: number) => Promise<Wire[]>} open
 */
async function broadcasts(rounds, server, open) {
  /** @type {Wire[]} */
  const wires = []
  /** @type {[number, number][]} */
  const points = []
  for (const count of audiences) {
    wires.push(...(await open(server.url, count - wires.length)))
    const times = []
    for (let round = 0; round <= rounds; round++) times.push(await untilLast(wires))
    points.push([count, median(times.slice(1))])
  }
  for (const wire of wires) wire.close()
  await server.stop("SIGKILL")
  return points
}

/** @returns {Promise<Record<string, Figure>>} */
async function replyBytes() {
  const server = await startApplication()
  /** @type {Record<string, Figure>} */
  const bytes = {}
  for (const length of lengths) {
    const { wire } = await openPage(server.url, `/rows?rows=${length}`)
    bytes[`${length} rows`] = exact(Buffer.byteLength(await wire.call({ f: "change", t: "click" })))
  }
  await server.stop("SIGKILL")
  return bytes
}

/**
 * @param {string} name
 * @param {number[]} sizes
 * @param {Record<string, Figure>} figures
 * @returns {Line}
 */
function line(name, sizes, figures) {
  return { name, points: sizes.map((size) => [size, cost(figures, size)]) }
}

/**
 * @param {Record<string, Figure>} figures
 * @param {number} size
 */
function cost(figures, size) {
  return figures[`${size} rows`]?.median ?? Number.NaN
}

/**
 * @param {string} name
 * @param {Record<string, Figure>} figures
 */
function named(name, figures) {
  return Object.fromEntries(Object.entries(figures).map(([size, figure]) => [`${name}, ${size}`, figure]))
}

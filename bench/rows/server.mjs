import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { freePort } from "../../scripts/processes.mjs"
import { alternate, exact, figure } from "../measure/alternate.mjs"
import { startApplication, startLimit } from "../measure/application.mjs"
import { openPage, openPages, openSockets } from "../measure/open-page.mjs"

/** @import { Wire } from "../measure/wire.mjs" */
/** @import { ServerProcess } from "../measure/server-process.mjs" */

const audience = 500

/** What the server spends beside answering counters. */
export const rows = {
  /** @param {number} rounds */
  async "server-time"(rounds) {
    const figures = await serverTimes([1_000], rounds)
    const milliseconds = figures["1000 rows"]?.median ?? Number.NaN
    return {
      title: "Processor time of one row of 1,000 changed, list returned whole",
      unit: "ms",
      figures,
      target: "≤ 1.2 ms",
      met: milliseconds <= 1.2,
    }
  },

  async "slow-handler"() {
    const server = await startApplication()
    const [slow, quick] = await openPages(server.url, "/counter", 2)
    if (!slow || !quick) throw new Error("Expected two pages.")
    const times = async () => {
      const started = performance.now()
      await quick.call({ f: "add" })
      return performance.now() - started
    }
    for (let event = 0; event < 200; event++) await times()
    const alone = figure(await repeated(50, times))
    const waiting = slow.call({ f: "wait" })
    const beside = figure(await repeated(50, times))
    await waiting
    await server.stop("SIGKILL")
    const met = beside.median < 2 * alone.median + 1
    return {
      title: "Round trip of one page while another's handler takes a second",
      unit: "ms",
      figures: { "while it waits": beside, "when nothing waits": alone },
      target: "no delay",
      met,
    }
  },

  /** @param {number} rounds */
  async broadcast(rounds) {
    const [ours, bare] = await Promise.all([startApplication(), startLimit("socket-io")])
    const pages = await openPages(ours.url, "/wall", audience)
    const sockets = await openSockets(bare.url, audience)
    const figures = await alternate(rounds * 3, { ours: () => untilLast(pages), "Socket.IO": () => untilLast(sockets) })
    await Promise.all([ours.stop("SIGKILL"), bare.stop("SIGKILL")])
    const ratio = (figures.ours?.median ?? Number.NaN) / (figures["Socket.IO"]?.median ?? Number.NaN)
    return {
      title: `Broadcast to ${audience} pages, until the last has it`,
      unit: "ms",
      figures,
      target: `≤ 1.2 × bare io.to().emit: ${ratio.toFixed(2)} ×`,
      met: ratio <= 1.2,
    }
  },

  async memory() {
    const ours = await memoryOf(await startApplication({ flags: ["--expose-gc"] }), (url, count) => openPages(url, "/wall", count))
    const bare = await memoryOf(await startLimit("socket-io", { flags: ["--expose-gc"] }), openSockets)
    const figures = {
      ours: exact(ours.rss),
      "Socket.IO": exact(bare.rss),
      "ours, live heap": exact(ours.heap),
      "Socket.IO, live heap": exact(bare.heap),
    }
    return { title: "Memory of an idle page, each of a visitor of its own", unit: "KB", figures, target: "≤ 24 KB", met: ours.rss <= 24 }
  },

  async "memory-state"() {
    const ours = await memoryOf(await startApplication({ flags: ["--expose-gc"] }), async (url, count) => {
      const wires = await openPages(url, "/rows?rows=100", count)
      for (const wire of wires) await wire.call({ f: "change" })
      return wires
    })
    const figures = { ours: exact(ours.rss), "live heap": exact(ours.heap) }
    return {
      title: "Memory of an idle page with state, which has been shown 100 rows and one change",
      unit: "KB",
      figures,
      target: "≤ 40 KB",
      met: ours.rss <= 40,
    }
  },

  /** @param {number} rounds */
  async get(rounds) {
    const [ours, bare] = await Promise.all([startApplication(), startLimit("express")])
    // Until everything is compiled that a server serves pages with: one round is too short for that.
    await Promise.all([gets(ours, 3_000), gets(bare, 3_000)])
    const figures = await alternate(rounds, { ours: () => gets(ours), "Express + preact-render-to-string": () => gets(bare) })
    await Promise.all([ours.stop("SIGKILL"), bare.stop("SIGKILL")])
    const ratio = (figures.ours?.median ?? Number.NaN) / (figures["Express + preact-render-to-string"]?.median ?? Number.NaN)
    return {
      title: "Pages of 100 rows served with a second of processor time",
      unit: "pages",
      figures,
      target: `≥ 0.8 × bare Express: ${ratio.toFixed(2)} ×`,
      met: ratio >= 0.8,
    }
  },

  /** @param {number} rounds */
  async restart(rounds) {
    const times = []
    let kept = true
    for (let round = 0; round < Math.min(rounds, 3); round++) {
      const { milliseconds, count } = await restarted()
      times.push(milliseconds)
      kept &&= count === 3
    }
    const time = figure(times)
    return {
      title: "Only node stopped (SIGTERM) and started, until its page is answered with its state",
      unit: "ms",
      figures: { ours: time },
      target: `≤ 1,000 ms, state ${kept ? "kept" : "lost"}`,
      met: kept && time.median <= 1_000,
    }
  },
}

/**
 * Milliseconds of processor time that a changed row takes, by the length of the list.
 * @param {number[]} lengths
 * @param {number} rounds
 */
export async function serverTimes(lengths, rounds) {
  const server = await startApplication()
  const pages = await Promise.all(
    lengths.map(async (length) => ({ length, wire: (await openPage(server.url, `/rows?rows=${length}`)).wire })),
  )
  const figures = await alternate(
    rounds,
    Object.fromEntries(
      pages.map(({ length, wire }) => [`${length} rows`, () => cpuAnEvent(server, wire, Math.max(20, 20_000 / (length + 100)))]),
    ),
  )
  await server.stop("SIGKILL")
  return figures
}

/**
 * @param {ServerProcess} server
 * @param {Wire} wire
 * @param {number} events
 */
async function cpuAnEvent(server, wire, events) {
  const before = server.cpu()
  for (let event = 0; event < events; event++) await wire.call({ f: "change", t: "click" })
  return (server.cpu() - before) / Math.ceil(events)
}

/**
 * Milliseconds from the event that broadcasts until the last page has been told.
 * @param {Wire[]} wires
 */
export async function untilLast(wires) {
  const started = performance.now()
  const arrived = Promise.all(
    wires.map((wire) => new Promise((/** @type {(time: number) => void} */ resolve) => wire.onPush(() => resolve(performance.now())))),
  )
  const answered = wires[0]?.call({ f: "announce" })
  const times = await arrived
  await answered
  return Math.max(...times) - started
}

/**
 * Kilobytes that one more page takes, once a server has had its first few hundred.
 * @param {ServerProcess} server
 * @param {(url: string, count: number) => Promise<Wire[]>} open
 */
async function memoryOf(server, open, count = 1_000) {
  await open(server.url, count / 2)
  const before = await memory(server)
  await open(server.url, count)
  const after = await memory(server)
  await server.stop("SIGKILL")
  return { rss: (after.rss - before.rss) / count / 1024, heap: (after.heapUsed - before.heapUsed) / count / 1024 }
}

/**
 * @param {ServerProcess} server
 * @returns {Promise<{ rss: number, heapUsed: number }>}
 */
async function memory({ url }) {
  return (await fetch(`${url}/memory`)).json()
}

/** @param {ServerProcess} server */
async function gets(server, pages = 300) {
  const before = server.cpu()
  for (let page = 0; page < pages; page += 10)
    await Promise.all(Array.from({ length: 10 }, async () => (await fetch(`${server.url}/rows?rows=100`)).text()))
  return (pages * 1_000) / (server.cpu() - before)
}

/** A page that counted to two, and counts on after its server was stopped and started. */
async function restarted() {
  const data = await mkdtemp(join(tmpdir(), "livetsx-bench-"))
  const environment = { DATA_DIR: data, PORT: String(await freePort()) }
  const before = await startApplication({ environment })
  const page = await openPage(before.url, "/counter")
  await page.wire.call({ f: "add" })
  await page.wire.call({ f: "add" })
  const started = performance.now()
  await before.stop("SIGTERM")
  const after = await startApplication({ environment })
  const reply = await (await page.reopen()).call({ f: "add" })
  const milliseconds = performance.now() - started
  await after.stop("SIGKILL")
  await rm(data, { recursive: true, force: true })
  return { milliseconds, count: Number(/"?(\d+)(?:"\]|<\/output>)/.exec(reply)?.[1]) }
}

/**
 * @param {number} times
 * @param {() => Promise<number>} measure
 */
async function repeated(times, measure) {
  const values = []
  for (let time = 0; time < times; time++) values.push(await measure())
  return values
}

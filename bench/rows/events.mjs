import { startApplication, startLimit } from "../measure/application.mjs"
import { alternate, median } from "../measure/alternate.mjs"
import { keepAwake } from "../measure/awake.mjs"
import { openPages, openSockets } from "../measure/open-page.mjs"

/** @import { Wire } from "../measure/wire.mjs" */
/** @import { ServerProcess } from "../measure/server-process.mjs" */

const pages = 50

/** A counter event, frame to frame: how long one takes, and how many a core answers. */
export const rows = {
  /** @param {number} rounds */
  async "round-trip"(rounds) {
    const servers = await startServers()
    const contenders = Object.fromEntries(
      Object.entries(await openEach(servers, 1)).map(([name, [wire]]) => [name, () => (wire ? roundTrip(wire, 1_000) : Number.NaN)]),
    )
    const rest = keepAwake()
    const figures = await alternate(rounds, contenders)
    rest()
    await stopAll(servers)
    const ratio = (figures.ours?.median ?? Number.NaN) / (figures["Socket.IO"]?.median ?? Number.NaN)
    return {
      title: "Round trip of a counter event, median of one page's",
      unit: "µs",
      figures,
      target: `≤ 1.25 × bare Socket.IO: ${ratio.toFixed(2)} ×`,
      met: ratio <= 1.25,
    }
  },

  /** @param {number} rounds */
  async events(rounds) {
    const servers = await startServers()
    const opened = await openEach(servers, pages)
    const contenders = Object.fromEntries(
      Object.entries(servers).map(([name, server]) => [name, () => perCoreSecond(server, opened[name] ?? [], 4_000)]),
    )
    const rest = stayAwake()
    const figures = await alternate(rounds, contenders)
    rest()
    await stopAll(servers)
    const ratio = (figures.ours?.median ?? Number.NaN) / (figures["Socket.IO"]?.median ?? Number.NaN)
    return {
      title: `Counter events answered with a second of processor time, ${pages} pages`,
      unit: "events",
      figures,
      target: `≥ 0.6 × bare Socket.IO: ${ratio.toFixed(2)} ×`,
      met: ratio >= 0.6,
    }
  },
}

async function startServers() {
  const [ours, socketIo, ws] = await Promise.all([startApplication(), startLimit("socket-io"), startLimit("ws")])
  return { ours, "Socket.IO": socketIo, ws }
}

/**
 * @param {Awaited<ReturnType<typeof startServers>>} servers
 * @param {number} count
 * @returns {Promise<Record<string, Wire[]>>}
 */
async function openEach({ ours, "Socket.IO": socketIo, ws }, count) {
  return {
    ours: await openPages(ours.url, "/counter", count),
    "Socket.IO": await openSockets(socketIo.url, count),
    ws: await openSockets(ws.url, count),
  }
}

/** @param {Record<string, ServerProcess>} servers */
async function stopAll(servers) {
  await Promise.all(Object.values(servers).map((server) => server.stop("SIGKILL")))
}

/**
 * A process that writes to one that sleeps pays for waking it: with a server that is slower than the load this would be counted as the server's
 * work (some 20 µs an event), and not with one that is faster. So the load does not sleep, whoever is measured.
 */
function stayAwake() {
  let turning = setImmediate(function turn() {
    turning = setImmediate(turn)
  })
  return () => clearImmediate(turning)
}

/**
 * The next event is sent when the one before was answered.
 * @param {Wire} wire
 * @param {number} events
 */
async function roundTrip(wire, events) {
  /** @type {number[]} */
  const times = []
  for (let event = 0; event < events; event++) {
    const started = performance.now()
    await wire.call({ f: "add", t: "click" })
    times.push((performance.now() - started) * 1_000)
  }
  return median(times)
}

/**
 * Every page has one event under way. Processor time and not the clock's, so that the load takes nothing away.
 * @param {ServerProcess} server
 * @param {Wire[]} wires
 * @param {number} events
 */
async function perCoreSecond(server, wires, events) {
  const before = server.cpu()
  const each = Math.ceil(events / wires.length)
  await Promise.all(
    wires.map(async (wire) => {
      for (let event = 0; event < each; event++) await wire.call({ f: "add", t: "click" })
    }),
  )
  return (each * wires.length * 1_000) / (server.cpu() - before)
}

import { exact } from "../measure/alternate.mjs"
import { startApplication } from "../measure/application.mjs"
import { openPage } from "../measure/open-page.mjs"

/** Every handler returns its list whole. `most`: bytes that the whole reply frame may take; `phoenix`: what Phoenix LiveView 1.2 was measured to take. */
export const byteRows = {
  "bytes-counter": { path: "/counter", event: "add", title: "Counter event", most: 45, phoenix: 97 },
  "bytes-change": { path: "/rows?rows=100", event: "change", title: "One row of 100 changed", most: 45, phoenix: 125 },
  "bytes-append": { path: "/rows?rows=100", event: "append", title: "A row of four cells and a button appended", most: 140, phoenix: 187 },
  "bytes-prepend": { path: "/rows?rows=130", event: "prepend", title: "A keyed row put before 130", most: 140, phoenix: 1_277 },
  "bytes-prepend-long": { path: "/rows?rows=1020", event: "prepend", title: "A keyed row put before 1,020", most: 140, phoenix: 10_343 },
  "bytes-remove": { path: "/rows?rows=130", event: "remove-first", title: "The first of 130 keyed rows removed", most: 40, phoenix: 1_201 },
  "bytes-swap": { path: "/rows?rows=1000", event: "swap", title: "Two rows of 1,000 swapped", most: 70, phoenix: 135 },
}

export const rows = {
  ...Object.fromEntries(Object.entries(byteRows).map(([name, row]) => [name, () => replyBytes(row)])),

  async "bytes-connecting"() {
    const bytes = await withPage("/rows?rows=100", ({ wire }) => wire.opening.join("").split("<").length - 1)
    return {
      title: "Tags sent again when the socket first connects",
      unit: "tags",
      figures: { ours: exact(bytes) },
      target: "0",
      met: bytes === 0,
    }
  },

  async "bytes-reconnecting"() {
    const { frames, patch } = await missedPatch()
    const size = Buffer.byteLength(frames.join(""))
    const others = frames.filter((frame) => frame.includes("Note") && frame !== patch).length
    return {
      title: "On a reconnection that missed one patch, all frames",
      unit: "bytes",
      figures: { ours: exact(size), "the patch itself": exact(Buffer.byteLength(patch)), "Phoenix LiveView 1.2": exact(15_257) },
      target: "that patch and no other markup",
      met: patch !== "" && others === 0,
    }
  },
}

/** @param {{ path: string, event: string, title: string, most: number, phoenix: number }} row */
async function replyBytes({ path, event, title, most, phoenix }) {
  const bytes = await withPage(path, async ({ wire }) => Buffer.byteLength(await wire.call({ f: event, t: "click" })))
  return {
    title: `${title}, whole reply frame`,
    unit: "bytes",
    figures: { ours: exact(bytes), "Phoenix LiveView 1.2": exact(phoenix) },
    target: `≤ ${most}`,
    met: bytes <= most,
  }
}

/**
 * @template T
 * @param {string} path
 * @param {(page: Awaited<ReturnType<typeof openPage>>) => T | Promise<T>} use
 */
async function withPage(path, use) {
  const server = await startApplication()
  try {
    return await use(await openPage(server.url, path))
  } finally {
    await server.stop("SIGKILL")
  }
}

/** Somebody else announces something while the page is away. */
async function missedPatch() {
  const server = await startApplication()
  const page = await openPage(server.url, "/wall")
  const other = await openPage(server.url, "/wall")
  page.wire.close()
  await other.wire.call({ f: "announce" })
  const again = await page.reopen()
  await server.stop("SIGKILL")
  const frames = again.opening.filter((frame) => frame.startsWith("42"))
  return { frames, patch: frames.find((frame) => frame.startsWith('42["p"')) ?? "" }
}

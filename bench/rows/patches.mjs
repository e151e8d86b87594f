import { alternate } from "../measure/alternate.mjs"
import { startApplication } from "../measure/application.mjs"
import { openBrowser } from "../measure/browser.mjs"
import { startPeers } from "../measure/peers.mjs"

/** What a change costs in a real browser. */
export const rows = {
  /** @param {number} rounds */
  async "patch-row"(rounds) {
    const figures = await costs(rounds, "#change", cell(1_000), ["innerHTML", "htmx", "turbo"], "")
    return { ...described("One row of 1,000 changed"), figures, ...beside(figures, 2) }
  },

  /** @param {number} rounds */
  async "patch-counter"(rounds) {
    const figures = await costs(rounds, "#count", "#clicks output", ["innerHTML"], "&counter")
    return { ...described("A counter changed on a page with 1,000 rows"), figures, ...beside(figures, 0.5) }
  },

  /** @param {number} rounds */
  async "patch-list"(rounds) {
    const figures = await costs(
      rounds,
      "#change-for-all",
      cell(1_000),
      ["innerHTML", "idiomorph", "morphdom", "turbo-morph", "phoenix"],
      "&list",
    )
    const best = Math.min(figures.idiomorph?.median ?? Number.NaN, figures.morphdom?.median ?? Number.NaN)
    return {
      ...described("Whole list of 1,000 rows arrives, one of them changed"),
      figures,
      target: "≤ idiomorph and morphdom",
      met: (figures.ours?.median ?? Number.NaN) <= best,
    }
  },
}

/**
 * What ours takes beside the click, the socket and the measuring, which the bare page has too.
 * @param {Record<string, import("../measure/alternate.mjs").Figure>} figures
 * @param {number} most
 */
function beside({ ours, innerHTML }, most) {
  const more = (ours?.median ?? Number.NaN) - (innerHTML?.median ?? Number.NaN)
  return { target: `≤ ${most} ms beside click, bare WebSocket and innerHTML: ${more.toFixed(2)} ms`, met: more <= most }
}

/** @param {string} title */
function described(title) {
  return { title: `${title}: script from the click until painted`, unit: "ms" }
}

/** @param {number} rows */
function cell(rows) {
  return `#list tr:nth-child(${(rows >> 1) + 1}) td:nth-child(2)`
}

/**
 * @param {number} rounds
 * @param {string} button of our page
 * @param {string} shows
 * @param {string[]} names of peers
 * @param {string} query for them
 */
async function costs(rounds, button, shows, names, query) {
  const [application, peers, browser] = await Promise.all([startApplication(), startPeers(), openBrowser()])
  /** @type {Record<string, Awaited<ReturnType<typeof browser.open>>>} */
  const pages = { ours: await browser.open(`${application.url}/rows?rows=1000`, button, shows) }
  for (const name of names) pages[name] = await browser.open(`${peers.url}/${name}?rows=1000${query}`, "#change", shows)
  const figures = await alternate(
    rounds,
    Object.fromEntries(Object.entries(pages).map(([name, page]) => [name, async () => (await page.measure()).script])),
  )
  await Promise.all([browser.close(), application.stop("SIGKILL"), peers.stop("SIGKILL")])
  return figures
}

/**
 * Milliseconds of script that one changed row takes, by the length of the list.
 * @param {number[]} lengths
 * @param {number} rounds
 */
export async function patchTimes(lengths, rounds) {
  const [application, browser] = await Promise.all([startApplication(), openBrowser()])
  /** @type {Record<string, () => Promise<number>>} */
  const contenders = {}
  for (const length of lengths) {
    const page = await browser.open(`${application.url}/rows?rows=${length}`, "#change", cell(length))
    contenders[`${length} rows`] = async () => (await page.measure()).script
  }
  const figures = await alternate(rounds, contenders)
  await Promise.all([browser.close(), application.stop("SIGKILL")])
  return figures
}

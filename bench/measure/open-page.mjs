import { randomUUID } from "node:crypto"

import { openWire } from "./wire.mjs"

/**
 * Loads a page as a new visitor and connects it, without a browser.
 * @param {string} url
 * @param {string} path
 */
export async function openPage(url, path) {
  const response = await fetch(url + path)
  const html = await response.text()
  const cookie = response.headers
    .getSetCookie()
    .map((set) => set.split(";")[0])
    .join("; ")
  const token = /data-room="([^"]*)"/.exec(html)?.[1] ?? ""
  const config = JSON.parse(
    (/<meta name="livetsx" content="([^"]*)"/.exec(html)?.[1] ?? "{}").replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
  )
  const auth = { token, document: randomUUID().slice(0, 20), heads: config.heads, shown: [config.shown, 0], url: path }
  const headers = { cookie, origin: url }
  const open = () => openWire(url, auth, headers)
  return { html, wire: await open(), reopen: open }
}

/**
 * So many pages, a few at a time.
 * @param {string} url
 * @param {string} path
 * @param {number} count
 */
export async function openPages(url, path, count) {
  return several(count, async () => (await openPage(url, path)).wire)
}

/**
 * So many sockets of a bare server.
 * @param {string} url
 * @param {number} count
 */
export async function openSockets(url, count) {
  return several(count, () => openWire(url, { room: randomUUID() }))
}

/**
 * @template T
 * @param {number} count
 * @param {() => Promise<T>} open
 */
async function several(count, open) {
  /** @type {T[]} */
  const opened = []
  while (opened.length < count) opened.push(...(await Promise.all(Array.from({ length: Math.min(10, count - opened.length) }, open))))
  return opened
}

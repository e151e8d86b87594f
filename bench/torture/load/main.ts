import { setTimeout as pause } from "node:timers/promises"

import { limits } from "../../../server/protocol.ts"
import { LoadPage } from "./page.ts"
import { runModel } from "./model.ts"
import { type Report, Tally } from "./tally.ts"

/** A process of pages, told what to do by messages: the load does not run where what is measured runs. */
export interface OpenOptions {
  url: string
  path?: string
  count: number
  /** Pages that are loaded at once. */
  batch?: number
  hidden?: boolean
  /** false: the documents are loaded, and not connected yet. */
  connect?: boolean
  /** Visitors who have been here before. */
  cookies?: string[]
  /** Each page says that it comes from an address of its own. */
  ownAddresses?: boolean
}

export interface SendOptions {
  /** Events of each page. */
  perSecond: number
  /** Handler → share. */
  mix: Record<string, number>
  data?: Record<string, unknown>
}

const tally = new Tally()
const pages: LoadPage[] = []
let sending: NodeJS.Timeout | undefined
let number = 0

export const methods = {
  async open({ url, path = "/", count, batch = 20, connect = true, hidden, cookies = [], ownAddresses }: OpenOptions): Promise<string[]> {
    const opened = Array.from(
      { length: count },
      (_, at) =>
        new LoadPage({ url, path, hidden, cookie: cookies[at], address: ownAddresses ? `203.0.${at >> 8}.${at & 255}` : undefined }, tally),
    )
    pages.push(...opened)
    for (let at = 0; at < count; at += batch) {
      const some = opened.slice(at, at + batch)
      await Promise.all(some.map((page) => page.load()))
      if (connect) await connectAll(some)
    }
    return opened.map(({ cookie }) => cookie)
  },
  async connect({ batch = 100 }: { batch?: number } = {}): Promise<void> {
    for (let at = 0; at < pages.length; at += batch) await connectAll(pages.slice(at, at + batch))
  },
  /** Starts sending events, spread evenly over pages and time. */
  async send({ perSecond, mix, data = {} }: SendOptions): Promise<void> {
    const names = Object.entries(mix)
    let due = 0
    let last = Date.now()
    let turn = 0
    sending = setInterval(() => {
      due += ((Date.now() - last) / 1_000) * perSecond * pages.length
      last = Date.now()
      for (; due >= 1; due--) pages[turn++ % pages.length]?.add(drawn(names), { ...data, id: `${process.pid}-${++number}` })
    }, 10)
  },
  /** One event of every page. */
  async sendOnce({ name, data = {} }: { name: string; data?: Record<string, unknown> }): Promise<void> {
    for (const page of pages) page.add(name, { ...data, id: `${process.pid}-${++number}` })
  },
  /** Events around the limits of size, depth and keys; gives how many, and the bytes of the largest. */
  async oversized({ steps }: { steps: number }): Promise<{ added: number; largest: number }> {
    const data: Record<string, unknown>[] = Array.from({ length: steps }, (_, at) => ({
      text: "x".repeat(Math.round((at / (steps - 1)) * 2 * limits.frame)),
    }))
    data.push(
      { deep: nested(100_000) },
      { deep: nested(15) },
      JSON.parse('{"__proto__":{"polluted":1}}'),
      Object.fromEntries(Array.from({ length: 2_000 }, (_, key) => [`k${key}`, key])),
    )
    for (const each of data) {
      pages[0]?.add("plain", Object.assign(each, { id: `${process.pid}-${++number}` }))
      await until(() => pages[0]?.waiting === 0, 15_000)
    }
    return { added: data.length, largest: 2 * limits.frame }
  },
  /** Sends no more, and waits until everything is answered. */
  async stop({ patience = 40_000 }: { patience?: number } = {}): Promise<void> {
    clearInterval(sending)
    await until(() => pages.every(({ waiting }) => waiting === 0), patience)
  },
  /** Waits until every page is connected, shows what was sent and has made up for what it missed; resolves with the milliseconds that it took. */
  async caughtUp({ sent, patience }: { sent: Record<string, number>; patience: number }): Promise<number> {
    const from = Date.now()
    await until(() => tally.seen.gaps === 0 && pages.every((page) => page.connected && page.judge.missing(sent) === 0), patience)
    return Date.now() - from
  },
  /** The pages read no more. */
  async stall(): Promise<void> {
    for (const page of pages) page.stall()
  },
  async cut({ share = 1 }: { share?: number } = {}): Promise<void> {
    for (const page of pages) if (Math.random() < share) page.cut()
  },
  async report({ sent = {} }: { sent?: Record<string, number> } = {}): Promise<Report> {
    const { seen, reconnections, longestAway, refreshes, instructed, refusedHandshakes, answers, answerDelays, firstWaits } = tally
    return {
      pages: pages.length,
      connected: pages.filter(({ connected }) => connected).length,
      seen,
      missing: pages.reduce((sum, { judge }) => sum + judge.missing(sent), 0),
      reconnections,
      longestAway,
      spread: Math.round(Math.max(0, ...firstWaits) - Math.min(1e9, ...firstWaits)),
      refreshes,
      instructed,
      refusedHandshakes,
      answers,
      waiting: pages.reduce((sum, { waiting }) => sum + waiting, 0),
      answerDelays,
    }
  },
  async close(): Promise<void> {
    for (const page of pages.splice(0)) page.close()
  },
  model: async (options: { runs: number; seed: number }) => runModel(options),
}

export type Methods = typeof methods

function nested(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = { a: value }
  return value
}

async function connectAll(some: LoadPage[]): Promise<void> {
  for (const page of some) page.connect()
  await until(() => some.every(({ connected }) => connected), 30_000)
}

async function until(condition: () => boolean, patience: number): Promise<void> {
  for (const from = Date.now(); !condition() && Date.now() - from < patience; ) await pause(10)
}

function drawn(names: [string, number][]): string {
  let at = Math.random() * names.reduce((sum, [, share]) => sum + share, 0)
  for (const [name, share] of names) {
    at -= share
    if (at < 0) return name
  }
  return names[0]?.[0] ?? ""
}

process.on("message", ({ id, method, argument }: { id: number; method: keyof Methods; argument: never }) => {
  methods[method](argument).then(
    (result) => process.send?.({ id, result }),
    (error: unknown) => process.send?.({ id, error: error instanceof Error ? error.message : String(error) }),
  )
})
process.on("disconnect", () => process.exit())

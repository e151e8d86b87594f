import { setTimeout as pause } from "node:timers/promises"

import type { Server } from "socket.io"

import type { LivePage } from "../events/live-page.ts"
import type { Site } from "../pages/site.ts"
import { instruct } from "./instruct.ts"

/** Milliseconds. */
export interface Patience {
  /** In which a load balancer sees that nobody is to be sent here any more. */
  notice: number
  /** Over which pages are told to go elsewhere, so that the other nodes are not stormed; and for each page, where there are few. */
  spread: number
  perPage: number
  /** For handlers and background work, from the beginning. */
  work: number
}

export const usualPatience: Patience = { notice: 1_000, spread: 3_000, perPage: 10, work: 8_500 }

/** Empties a node that ends: its pages go to other nodes, where there are any, and what runs is waited for. */
export async function drain({ io, site, patience }: { io: Server; site: Site; patience: Patience }): Promise<void> {
  const { services } = site
  const late = pause(patience.work, undefined, { ref: false })
  const background = services.background.stop(patience.work)
  if (await hasOthers(io)) await Promise.race([moveAll(site, patience), late])
  await Promise.race([Promise.all([services.running.stop(), background]), late])
  await replied()
}

async function hasOthers(io: Server): Promise<boolean> {
  const nodes = await io
    .of("/")
    .adapter.serverCount()
    .catch(() => 1)
  return nodes > 1
}

async function moveAll(site: Site, { notice, spread, perPage }: Patience): Promise<void> {
  const pages = [...site.livePages].filter(({ socket }) => socket)
  if (!pages.length) return
  await pause(notice)
  const each = Math.min(spread, pages.length * perPage) / pages.length
  await Promise.all(shuffled(pages).map((page, at) => pause(at * each).then(() => move(site, page))))
}

/** When its events are answered: what is in flight would be answered elsewhere, but later. */
async function move(site: Site, page: LivePage): Promise<void> {
  await page.queue.idle()
  await replied()
  instruct(site, page, "move")
}

/** What has just ended is answered before this resolves. */
function replied(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, rank: Math.random() }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item)
}

import { mkdirSync, readdirSync, readFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join, relative } from "node:path"
import { setTimeout as pause } from "node:timers/promises"

import { startRedis, type RedisServer } from "../../../server/testing/redis-server.ts"
import type { Report } from "../load/tally.ts"
import { type Balancer, startBalancer } from "./balancer.ts"
import type { Built } from "./guard.ts"
import { type Load, startLoad, together } from "./load.ts"
import { type Node, startNode } from "./node.ts"
import { type Proxy, startProxy } from "./proxy.ts"

/** What a row is played on: servers, pages, Redis and faulty networks, all of which end with it. */
export class Stage {
  readonly built: Built
  readonly nodes: Node[] = []
  readonly loads: Load[] = []
  ended = false
  readonly #folder: string
  readonly #ends: (() => Promise<unknown>)[] = []

  static async begin(built: Built): Promise<Stage> {
    return new Stage(built, await mkdtemp(join(tmpdir(), "livetsx-torture-")))
  }

  private constructor(built: Built, folder: string) {
    this.built = built
    this.#folder = folder
    mkdirSync(this.#notes)
  }

  get #notes(): string {
    return join(this.#folder, "notes")
  }

  async redis(): Promise<RedisServer> {
    return this.ending(await startRedis(), (redis) => redis.stop())
  }

  async node(environment: Record<string, string> = {}): Promise<Node> {
    const data = join(this.#folder, `data-${this.nodes.length}`)
    const node = await startNode(this.built.application, { TORTURE_NOTES: this.#notes, DATA_DIR: data, ...environment })
    this.nodes.push(node)
    return this.ending(node, () => node.kill())
  }

  load(): Load {
    const load = startLoad(this.built.load)
    this.loads.push(load)
    return this.ending(load, () => load.end())
  }

  async proxy(node: { port: number }): Promise<Proxy> {
    return this.ending(await startProxy(node.port), (proxy) => proxy.close())
  }

  async balancer(nodes: Node[]): Promise<Balancer> {
    return this.ending(await startBalancer(nodes.map(({ port }) => port)), (balancer) => balancer.close())
  }

  /** Something that has to be ended with the row, even where it fails. */
  ending<T>(what: T, end: (what: T) => Promise<unknown>): T {
    this.#ends.unshift(() => end(what))
    return what
  }

  /** Publishes again and again until it is told to stop; resolves when it has. */
  publishing(node: Node, source: string, perSecond: number, { bytes = 0, atOnce = 1 } = {}): { stop(): Promise<void> } {
    let going = true
    const done = (async () => {
      for (
        const from = Date.now(), count = { sent: 0 };
        going;
        await pause(Math.max(0, from + (count.sent * 1_000) / perSecond - Date.now()))
      ) {
        await node.post(`/publish/${source}?bytes=${bytes}&count=${atOnce}`).catch(() => undefined)
        count.sent++
      }
    })()
    return {
      stop: () => {
        going = false
        return done
      },
    }
  }

  /** What the servers have sent: the last number of every source. */
  sent(): Record<string, number> {
    const files = readdirSync(this.#notes).filter((name) => /^sent-\w+$/.test(name))
    return Object.fromEntries(files.map((name) => [name.slice(5), Number(readFileSync(join(this.#notes, name), "utf8"))]))
  }

  /** Every file that the servers have written, from where all of them do. */
  files(): string[] {
    return readdirSync(this.#folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [relative(this.#folder, join(entry.parentPath, entry.name))] : [],
    )
  }

  /** How often a handler has begun with each event. */
  ran(): Map<string, number> {
    const times = new Map<string, number>()
    for (const name of readdirSync(this.#notes).filter((name) => name.startsWith("ran-")))
      for (const id of readFileSync(join(this.#notes, name), "utf8").split("\n").filter(Boolean)) times.set(id, (times.get(id) ?? 0) + 1)
    return times
  }

  /** Waits until all pages show what was sent, then says what they have seen. */
  async caughtUp(patience: number): Promise<Report & { took: number }> {
    const sent = this.sent()
    const took = Math.max(...(await Promise.all(this.loads.map((load) => load.caughtUp({ sent, patience })))))
    return { ...together(await Promise.all(this.loads.map((load) => load.report({ sent })))), took }
  }

  async end(): Promise<void> {
    this.ended = true
    for (const end of this.#ends) await end().catch(() => undefined)
    await rm(this.#folder, { recursive: true, force: true })
  }
}

import { randomUUID } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"

import { clock } from "../../../client/clock.ts"
import { createEventQueue } from "../../../client/event-queue.ts"
import { createRoomStream } from "../../../client/room-stream.ts"
import type { EventMessage, HandshakeAuth, Heads, Patch, Reply } from "../../../server/protocol.ts"
import { loadDocument, type LoadedDocument } from "./document.ts"
import { Judge } from "./judge.ts"
import { asHeads, asPush, asReply, roomOf } from "./received.ts"
import type { Tally } from "./tally.ts"
import { openWire, type Wire } from "./wire.ts"

export interface PageOptions {
  url: string
  path: string
  /** A hidden page spreads its refreshes. */
  hidden?: boolean
  cookie?: string | undefined
  /** What a load balancer would say of where it comes from. */
  address?: string | undefined
}

/** An open page without a browser: the client's own queue and stream, over a socket of our own. */
export class LoadPage {
  readonly judge: Judge
  connected = false
  readonly #tally: Tally
  readonly #options: PageOptions
  readonly #queue = createEventQueue(
    (message, timeout, answered) => this.#send(message, timeout, answered),
    (message) => this.#stamp(message),
    clock,
  )
  readonly #stream = createRoomStream(
    {},
    {
      apply: (patches) => this.#apply(patches),
      resume: (heads, done) => this.#wire?.emit({ r: heads }, 10_000, (answer) => done(typeof answer === "boolean" ? answer : undefined)),
      refresh: () => void this.refresh(),
    },
    clock,
  )
  #document: LoadedDocument | undefined
  #name = randomUUID().slice(0, 20)
  #applied = 0
  #toldShown: string | undefined
  #wire: Wire | undefined
  #failures = 0
  #lostAt: number | undefined
  #refreshing = false
  #again = false
  #closed = false

  constructor(options: PageOptions, tally: Tally) {
    this.#options = options
    this.#tally = tally
    this.judge = new Judge(tally.seen)
  }

  get cookie(): string {
    return this.#document?.cookie ?? ""
  }

  /** The document is loaded, and nothing else. */
  async load(): Promise<void> {
    const { url, path, cookie = "" } = this.#options
    for (let attempt = 1; !this.#document; attempt++) {
      const loaded = await loadDocument(url, path, cookie)
      if (loaded) this.#show(loaded)
      else if (attempt === 10) throw new Error(`${url}${path} could not be loaded.`)
      else await pause(200 * attempt)
    }
  }

  connect(): void {
    this.#open()
  }

  add(f: string, d: Record<string, unknown>): void {
    const at = Date.now()
    this.#queue.add({ f, d }, (reply) => {
      this.#tally.answered(f, String(d.id), Array.isArray(reply) ? "ok" : reply.code, Date.now() - at)
      if (Array.isArray(reply) && reply.length) this.#stream.whenComplete(() => this.#apply(reply))
    })
  }

  get waiting(): number {
    return this.#queue.size()
  }

  cut(): void {
    this.#wire?.cut()
  }

  stall(): void {
    this.#wire?.stall()
  }

  close(): void {
    this.#closed = true
    this.#queue.clear()
    this.#stream.disconnected()
    this.#wire?.close()
  }

  #open(): void {
    const document = this.#document
    if (this.#closed || !document) return
    const wire = openWire(
      this.#options.url,
      document.config.path,
      { origin: this.#options.url, cookie: document.cookie, ...(this.#options.address && { "x-forwarded-for": this.#options.address }) },
      () => this.#auth(),
      {
        refused: (code) => {
          this.#tally.refusedHandshakes[code] = (this.#tally.refusedHandshakes[code] ?? 0) + 1
          if (code === "expired" || code === "unauthorized") void this.refresh(true)
        },
        message: (name, content) => this.#received(name, content),
        closed: () => {
          if (this.#wire !== wire) return
          this.#lost()
          this.#openLater()
        },
      },
    )
    this.#wire = wire
  }

  #openLater(): void {
    const { delay, max, factor, jitter } = this.#document?.config.reconnection ?? { delay: 200, max: 10_000, factor: 1.5, jitter: 0.5 }
    const wait = Math.min(delay * factor ** this.#failures++, max)
    const late = wait * (1 - jitter * Math.random())
    if (this.#failures === 1) this.#tally.firstWaits.push(late)
    if (!this.#closed) setTimeout(() => this.#open(), late)
  }

  #reopen(): void {
    const former = this.#wire
    this.#wire = undefined
    former?.close()
    this.#lost()
    this.#open()
  }

  #lost(): void {
    if (!this.connected) return
    this.connected = false
    this.#lostAt = Date.now()
    this.#queue.disconnected()
    this.#stream.disconnected()
  }

  #auth(): HandshakeAuth {
    const { token = "", config } = this.#document ?? {}
    return {
      token,
      document: this.#name,
      heads: this.#stream.heads(),
      shown: [config?.shown ?? "", this.#applied],
      url: this.#options.path,
      build: config?.build,
    }
  }

  #received(name: string, content: unknown[]): void {
    if (name === "p") {
      const [room, epoch, offset, patches] = asPush(content)
      this.#stream.pushed(room, epoch, offset, patches)
    }
    if (name === "h") this.#heads(asHeads(content[0]), content[1])
    if (name === "c") this.#instructed(content[0])
  }

  #heads(heads: Heads, recovered: unknown): void {
    if (recovered === undefined) return this.connected ? this.#stream.announced(heads) : undefined
    this.connected = true
    this.#failures = 0
    this.#tally.connected(this.#lostAt)
    if (recovered) this.#stream.announced(heads)
    else void this.refresh()
    this.#queue.connected()
  }

  #instructed(instruction: unknown): void {
    this.#tally.instructed[String(instruction)] = (this.#tally.instructed[String(instruction)] ?? 0) + 1
    if (instruction === "move") this.#reopen()
    else void this.refresh()
  }

  /** As the client does it: what is under way is waited for, what comes meanwhile is held. */
  async refresh(newRoom = false): Promise<void> {
    this.#again ||= this.#refreshing && !newRoom
    if (this.#refreshing || this.#closed) return
    this.#refreshing = true
    this.#tally.refreshes++
    this.#queue.pause()
    if (this.#options.hidden) await pause(Math.random() * 3_000)
    await Promise.race([this.#queue.settled(), pause(5_000)])
    this.#stream.pause()
    const { url, path } = this.#options
    for (let attempt = 1; !this.#closed; attempt++) {
      const loaded = await loadDocument(url, path, this.cookie, newRoom ? "" : this.#document?.token)
      if (loaded) {
        this.#show(loaded)
        break
      }
      await pause(500 * Math.min(attempt, 5))
    }
    this.#queue.resume()
    this.#refreshing = false
    if (this.#again) {
      this.#again = false
      await this.refresh()
    }
  }

  #show(loaded: LoadedDocument): void {
    const former = this.#document
    this.#document = loaded
    this.judge.rendered(loaded.sent)
    this.#applied = 0
    this.#stream.reset(loaded.config.heads)
    if (!former) return
    this.#toldShown = loaded.config.shown
    if (roomOf(former.token) === roomOf(loaded.token)) return
    this.#name = randomUUID().slice(0, 20)
    this.#queue.restart()
    this.#reopen()
  }

  #stamp(message: EventMessage): EventMessage {
    const s = this.#toldShown
    this.#toldShown = undefined
    return s === undefined ? message : { ...message, s }
  }

  #send(message: EventMessage, timeout: number, answered: (reply: Reply | undefined) => void): void {
    this.#wire?.emit(message, timeout, (answer) => answered(asReply(answer)))
  }

  #apply(patches: Patch[]): void {
    this.#applied++
    for (const patch of patches) {
      const html = patch[2]
      const found = typeof html === "string" ? /^<i [^>]*>(\w+) (\d+) (\d+)</.exec(html) : null
      if (found) this.judge.applied(String(found[1]), Number(found[2]), Date.now() - Number(found[3]))
    }
  }
}

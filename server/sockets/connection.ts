import type { Server, Socket } from "socket.io"

import { dispatch } from "../events/dispatch.ts"
import type { LivePage } from "../events/live-page.ts"
import { known } from "../languages/negotiate.ts"
import type { Site } from "../pages/site.ts"
import { Shown } from "../patches/shown.ts"
import { EVENT, EVERYONE, GOODBYE, HEADS, PUSH } from "../protocol.ts"
import type { EventMessage, Heads, Patch, Reply } from "../protocol.ts"
import { label } from "../rooms/rooms.ts"
import { type Accepted, accept, connectError } from "./handshake.ts"
import { parseMessage } from "./message.ts"
import { EventRate } from "./event-rate.ts"
import { instruct } from "./instruct.ts"
import { endSession } from "./session-watch.ts"

/** Takes in the sockets of pages: handshake, what they have missed, then their events. */
export function acceptConnections(io: Server, site: Site): void {
  const accepted = new WeakMap<Socket, Accepted>()
  io.use((socket, next) => {
    accept(site, socket).then(
      (result) => {
        accepted.set(socket, result)
        next()
      },
      (error: unknown) => next(connectError(error)),
    )
  })
  io.on("connection", (socket) => {
    const result = accepted.get(socket)
    if (result) new Connection(site, socket, result).open().catch((error: unknown) => failed(site, socket, error))
  })
}

/** The page connects again, and is answered then. */
function failed(site: Site, socket: Socket, error: unknown): void {
  site.services.logger.error({ err: error }, "a page's connection failed")
  socket.disconnect(true)
}

/** Milliseconds for which a page that has said goodbye is waited for: Back may bring it again, and long polling says it whenever it reconnects. */
const absence = 2_000

/** The socket of one page. */
class Connection {
  readonly #site: Site
  readonly #socket: Socket
  readonly #page: LivePage
  readonly #accepted: Accepted
  /** The highest number of an event so far. */
  #highest = 0
  /** How many documents the page has shown on this connection. */
  #documents = 0
  /** The events that are being answered, each as it was sent last, by their numbers. */
  readonly #underWay = new Map<number, EventMessage>()
  readonly #rate: EventRate
  /** The browser kept the page's HTML, and shows what another document was before it was patched. */
  #isStale = false

  constructor(site: Site, socket: Socket, accepted: Accepted) {
    this.#site = site
    this.#socket = socket
    this.#page = accepted.page
    this.#accepted = accepted
    this.#rate = new EventRate(site.limits, this.#page.request.ip)
  }

  async open(): Promise<void> {
    this.#takeOver()
    const rooms = [EVERYONE, this.#page.room, ...this.#page.rooms]
    await this.#socket.join(rooms)
    this.#site.services.attendance?.changed(this.#page)
    const resumed = await this.#site.services.rooms.replay(this.#socket, rooms, this.#accepted.auth.heads)
    // Nobody knows yet whether something is missing: the page keeps the positions that it has, and is told when the log is back.
    const heads = resumed === "away" ? {} : await this.#site.services.rooms.heads(rooms)
    const isWhole = resumed !== "gap" && !this.#accepted.forgotten && !this.#page.outdated && !this.#isStale
    this.#socket.emit(HEADS, heads, isWhole)
    if (isOlder(this.#accepted.auth.build, this.#site.assets.build)) instruct(this.#site, this.#page, "reload")
  }

  /** This socket is the page's from now on; one that it had before is dead and does not know it yet. */
  #takeOver(): void {
    const page = this.#page
    const before = page.socket
    page.arrive(this.#socket)
    before?.disconnect(true)
    this.#recall()
    page.document = this.#accepted.auth.document
    this.#socket.onAnyOutgoing((name, ...content) => this.#sent(name, content))
    this.#socket.on(EVENT, (...content: unknown[]) => {
      this.#received(content).catch((error: unknown) => failed(this.#site, this.#socket, error))
    })
    // Those of events are counted where they are read.
    this.#socket.onAny((name) => {
      if (name !== EVENT && !this.#rate.takeFrame()) this.#refused("too many frames")
    })
    let saidGoodbye = false
    this.#socket.on(GOODBYE, () => {
      saidGoodbye = true
    })
    this.#socket.on("disconnect", (reason) => {
      this.#closed(saidGoodbye || reason === "client namespace disconnect")
      // A page that says goodbye may leave its connection open, on which nothing would be answered any more.
      this.#socket.conn.close()
    })
  }

  /** What the page was last shown holds only where the page has applied all of it and nothing else. */
  #recall(): void {
    const page = this.#page
    const [id, applied] = this.#accepted.auth.shown
    if (page.shown && page.shownId === id && page.shown.applied === applied) return
    this.#isStale = page.document !== "" && page.document !== this.#accepted.auth.document && page.rendered?.id !== id
    page.shown ??= new Shown("")
    page.shown.forget()
  }

  /** A connection that was lost comes again and asks for its answers; a page that has said goodbye was left. */
  #closed(saidGoodbye: boolean): void {
    const page = this.#page
    if (page.socket !== this.#socket) return
    page.socket = undefined
    page.seen = Date.now()
    this.#site.services.attendance?.disconnected(page)
    if (saidGoodbye) setTimeout(() => page.socket || page.abandon(), absence).unref()
  }

  #sent(name: unknown, [, , , patches]: unknown[]): void {
    if (name !== PUSH) return
    this.#page.sent += 1
    this.#page.shown?.passed(patches as Patch[]) // Nothing but `Rooms` sends pushes.
  }

  async #received(content: unknown[]): Promise<void> {
    const acknowledge = acknowledgement(content.at(-1))
    if (!this.#rate.takeFrame()) return this.#refused("too many frames")
    const { value, wrong } = parseMessage(content[0])
    if (!value || !acknowledge) return this.#malformed(wrong ?? "expected an acknowledgement", acknowledge)
    if ("r" in value) return this.#rate.takeResumption() ? this.#resume(value.r, acknowledge) : this.#refused("too many resumptions")
    const wait = await this.#rate.take()
    if (wait > 0) return this.#limited(wait, acknowledge)
    const reply = await this.#reply(value)
    acknowledge(reply)
    if (!Array.isArray(reply) && reply.code === "unauthorized") endSession(this.#site, this.#page.sessionId)
  }

  #malformed(wrong: string, acknowledge: Acknowledge | undefined): void {
    this.#site.services.logger.warn({ room: this.#page.room, wrong }, "a malformed event was refused")
    acknowledge?.({ code: "invalid" })
    this.#refused("malformed")
  }

  #limited(retry: number, acknowledge: Acknowledge): void {
    acknowledge({ code: "rate_limited", retry })
    this.#refused("rate_limited")
  }

  /** A page that does not heed its refusals is cut. */
  #refused(reason: string): void {
    this.#site.metrics.refused(reason)
    if (!this.#rate.refuse()) return
    this.#site.metrics.cut("refusals not heeded")
    this.#socket.disconnect(true)
  }

  /** The session is looked at again: what was sent meanwhile is for nobody else. */
  async #resume(heads: Heads, acknowledge: Acknowledge): Promise<void> {
    const { services, sessions } = this.#site
    const rooms = [EVERYONE, this.#page.room, ...this.#page.rooms].filter((room) => Object.hasOwn(heads, label(room)))
    if (rooms.length && !(await sessions.load(this.#page.sessionId))) return endSession(this.#site, this.#page.sessionId)
    const resumed = await services.rooms.replay(this.#socket, rooms, heads)
    // With a gap open, replies wait: while the log is away, rendering again is the only way on.
    acknowledge(resumed === "current" || resumed === "replayed")
  }

  async #reply(message: EventMessage): Promise<Reply> {
    const page = this.#page
    if (message.u !== undefined) page.request = { ...page.request, url: message.u }
    page.lang = known(this.#site.languages, message.l) ?? page.lang
    if (message.x) page.shown?.forget()
    if (message.s !== undefined) this.#adopt(message.s)
    const document = this.#documents
    const isRepeated = message.n <= this.#highest
    this.#highest = Math.max(this.#highest, message.n)
    this.#underWay.set(message.n, message)
    const reply = await dispatch(this.#site.services, page, message)
    // Sent again meanwhile, the page hears the answer to that alone.
    if (this.#underWay.get(message.n) !== message) return reply
    this.#underWay.delete(message.n)
    // Made at the moment of transmission, and only where this socket is still the page's.
    if (!Array.isArray(reply) || page.socket !== this.#socket || !page.shown || !reply.length) return reply
    // An answer before it may have been made for the page, and was not applied; or the page shows another document than that which asked.
    if (isRepeated || page.rendered || document !== this.#documents) page.shown.forget()
    page.sent += 1
    return page.shown.encode(reply, answersForm(message))
  }

  /** The page shows what a refresh rendered; anything that was sent meanwhile may have come before it or after. */
  #adopt(id: string): void {
    const page = this.#page
    const rendered = page.rendered
    this.#documents += 1
    page.rendered = undefined
    if (rendered?.id !== id || rendered.sent !== page.sent) {
      rendered?.shown.release()
      page.shown?.forget()
      return
    }
    page.shown?.release()
    page.shown = rendered.shown
    page.shownId = id
  }
}

/** A form that was submitted, not one whose fields are looked at while they are filled in. */
function answersForm({ m, t = "" }: EventMessage): boolean {
  return m !== undefined && !whileFilling.has(t)
}

const whileFilling = new Set(["input", "change", "blur", "focus"])

/** A page whose script is of another build than what this server renders. */
function isOlder(its: string | undefined, ours: string | undefined): boolean {
  return its !== undefined && ours !== undefined && its !== ours
}

type Acknowledge = (answer: Reply | boolean) => void

/** Socket.IO gives the acknowledgement as the last argument, where there is one. */
function acknowledgement(value: unknown): Acknowledge | undefined {
  return typeof value === "function" ? (answer) => value(answer) : undefined
}

import { AuthorError } from "../errors.ts"
import { inOneCopy } from "../patches/one-copy.ts"
import { renderPatches } from "../patches/render.ts"
import { EVERYONE } from "../protocol.ts"
import type { EventMessage, Patch } from "../protocol.ts"
import type { Presence } from "../rooms/presence.ts"
import { checkRoomName } from "../rooms/rooms.ts"
import type { OpenSession } from "../sessions/open-session.ts"
import type { SessionData } from "../sessions/session-data.ts"
import type { UploadReferences } from "../uploads/uploads.ts"
import type { BackgroundContext, Context, PageRequest, Send, Translate } from "./context.ts"
import type { Fields } from "./handler.ts"
import type { LivePage } from "./live-page.ts"
import type { HttpResponse, Posted } from "./posted.ts"
import type { Patches } from "./returned.ts"
import type { Services } from "./services.ts"
import { stateJson } from "./state.ts"

/** The context of one event. Its functions are getters, so that an event that does not use them does not pay for them. */
export class EventContext implements Context {
  readonly function: string
  readonly lang: string
  readonly room: string
  readonly request: PageRequest
  readonly eventId: string
  readonly trigger: string
  data: Fields
  form: Fields
  state: unknown
  /** Name of the state while the handler runs: it is shown as it stands, and kept when the handler has returned. */
  changing: string | undefined
  /** Of the form, by field. */
  readonly uploads: UploadReferences | undefined
  /** Where it came as a form over HTTP. */
  readonly posted: Posted | undefined
  /** A schema has refused the event: its handler does not run. */
  invalid = false
  /** Patches on their way: the next waits for them, and so does the reply. */
  sent: Promise<void> | undefined
  /** Somebody has looked into the session: it may have been changed. */
  usesSession = false
  readonly #services: Services
  readonly #page: LivePage
  readonly #session: OpenSession
  #isOver = false
  #later: (() => void)[] = []
  /** Made when a handler asks for its signal: few do, and an abort costs more than all else here. */
  #abort: AbortController | undefined
  #signal: AbortSignal | undefined

  constructor(services: Services, page: LivePage, message: EventMessage, session: OpenSession, posted?: Posted) {
    this.#services = services
    this.#page = page
    this.function = message.f
    this.lang = page.lang
    this.room = page.room
    this.request = page.request
    this.eventId = posted?.eventId ?? eventIdOf(page, message)
    this.trigger = message.t ?? ""
    this.data = { ...message.d }
    this.form = { ...message.m }
    this.uploads = message.a
    this.#session = session
    this.posted = posted
  }

  get session(): SessionData {
    this.usesSession = true
    return this.#session.data
  }

  get response(): HttpResponse | undefined {
    return this.posted?.response
  }

  /** For messages. */
  get #where(): string {
    return this.#services.registry.where(this.function)
  }

  get signal(): AbortSignal {
    this.#signal ??= this.#makeSignal()
    return this.#signal
  }

  #makeSignal(): AbortSignal {
    this.#abort = new AbortController()
    if (this.#isOver) this.#abort.abort()
    return AbortSignal.any([this.#abort.signal, this.#page.gone.signal])
  }

  get send(): Send {
    return (patches) => this.#inOrder(this.room, patches)
  }

  get broadcast(): Send {
    return (patches) => this.#inOrder(EVERYONE, patches)
  }

  get to(): (room: string) => { send: Send } {
    return (room) => ({ send: (patches) => this.#inOrder(room, patches) })
  }

  get join(): (room: string) => Promise<void> {
    return async (room) => {
      checkRoomName(room, `join() in ${this.#where}`)
      if (this.#page.rooms.has(room)) return
      this.#page.rooms.add(room)
      // First: what another node has kept meanwhile does not take the room away again.
      await this.#services.savePage(this.#page)
      if (this.#page.socket) await this.#services.rooms.join(this.#page.socket, room)
      await this.#services.attendance?.entered(this.#page, room)
    }
  }

  get presence(): (room: string) => Presence {
    return (room) => this.#services.presence(room)
  }

  get leave(): (room: string) => Promise<void> {
    return async (room) => {
      checkRoomName(room, `leave() in ${this.#where}`)
      if (!this.#page.rooms.delete(room)) return
      if (this.#page.socket) await this.#services.rooms.leave(this.#page.socket, room)
      await this.#services.savePage(this.#page)
      await this.#services.attendance?.left(this.#page, room)
    }
  }

  get background(): (work: (context: BackgroundContext) => unknown) => void {
    return (work) => {
      if (typeof work !== "function") throw new AuthorError(`background() in ${this.#where} expected a function, got ${typeof work}.`)
      const context: BackgroundContext = {
        send: (patches) => this.#publish(this.room, patches),
        broadcast: (patches) => this.#publish(EVERYONE, patches),
        to: (room) => ({ send: (patches) => this.#publish(room, patches) }),
        signal: this.#services.background.signal,
      }
      this.#later.push(() => this.#services.background.run(this.#where, () => work(context)))
    }
  }

  get t(): Translate {
    return this.#services.translate(this.lang)
  }

  get ended(): boolean {
    return this.#isOver
  }

  /** Nothing more is waited for: `signal` aborts, and background work starts, when the reply is out: it comes after it. */
  end(): void {
    this.abort()
    const works = this.#later
    this.#later = []
    if (works.length)
      setImmediate(() => {
        for (const start of works) start()
      })
  }

  abort(): void {
    this.#isOver = true
    this.#abort?.abort()
  }

  /** Patches for this page as they travel. */
  render(patches: unknown): Promise<Patch[]> {
    const rerender = (address?: string) => this.#services.rerender(this.#page, this.session, this.#states, address)
    return renderPatches(patches, { where: this.#where, rerender }).then(inOneCopy)
  }

  /** Patches for whoever is in a room: what the page renders of this visitor's session and state is not among them. */
  #renderForRoom(room: string, patches: Patches): Promise<Patch[]> {
    const sender = room === EVERYONE ? "broadcast()" : `to(${JSON.stringify(room)}).send()`
    return renderPatches(patches, { where: `${sender} in ${this.#where}` }).then(inOneCopy)
  }

  get #states(): Map<string, string> | undefined {
    if (this.changing === undefined || this.#isOver) return undefined
    return new Map(this.#page.states).set(this.changing, stateJson(this.changing, this.state))
  }

  /** What is sent one after the other arrives so, also where the author does not wait for it. */
  #inOrder(room: string, patches: Patches): Promise<void> {
    const sent = (this.sent ?? Promise.resolve()).then(() => this.#publish(room, patches))
    this.sent = sent.catch(() => undefined)
    return sent
  }

  async #publish(room: string, patches: Patches): Promise<void> {
    const rendered = await (room === this.room ? this.render(patches) : this.#renderForRoom(room, patches))
    this.posted?.published(this.#page, room, rendered)
    await this.#services.rooms.publish(room, rendered)
  }
}

/** An event is known by its page, its document and its number. */
export function eventIdOf(page: LivePage, message: EventMessage): string {
  return `${page.room}:${page.document}:${message.n}`
}

import type { Socket } from "socket.io"

import type { Shown } from "../patches/shown.ts"
import type { Patch } from "../protocol.ts"
import type { PageRequest } from "./context.ts"
import { TaskQueue } from "./task-queue.ts"

/** One open page, as the node that serves it knows it. */
export class LivePage {
  static readonly nothingGranted: { readonly url: string; readonly rooms: readonly string[] } = { url: "", rooms: [] }
  static readonly nothingOpened: readonly Patch[] = []

  readonly room: string
  readonly sessionId: string
  request: PageRequest
  lang: string
  /** Name of the document that the browser shows, once it has connected. */
  document = ""
  /** Page state: name → JSON. */
  readonly states: Map<string, string>
  /** Rooms of the author's that the page is in. */
  readonly rooms: Set<string>
  /** Those that the `rooms` option of its page gave it, and the address that it was rendered for then. */
  granted = LivePage.nothingGranted
  readonly queue = new TaskQueue()
  #gone: AbortController | undefined
  #hasLeft = false
  socket: Socket | undefined
  /** What the page was last shown, where that is known. */
  shown: Shown | undefined
  /** Identity of the document in `shown`. */
  shownId = ""
  /** Document rendered by a refresh, until the page says that it shows it. */
  rendered: { id: string; shown: Shown; sent: number } | undefined
  /** What the answers of forms have opened that the page's own render does not have: with it, such a form can be shown again. */
  opened = LivePage.nothingOpened
  /** How often patches were sent to the page: pushes and answers. */
  sent = 0
  /** Parameters and query that the page was rendered with. */
  source: { params: Record<string, string>; query: Record<string, string | string[]> } = { params: {}, query: {} }
  /** When handlers with a limit were called, in milliseconds. */
  turns: Map<string, number[]> | undefined
  /** The application has changed since the page was rendered, while it was not connected: it renders itself again when it is. */
  outdated = false
  /** When the page was last connected or rendered, in milliseconds. */
  seen = Date.now()

  constructor(identity: {
    room: string
    sessionId: string
    request: PageRequest
    lang: string
    states?: Iterable<[string, string]>
    rooms?: Iterable<string>
  }) {
    this.room = identity.room
    this.sessionId = identity.sessionId
    this.request = identity.request
    this.lang = identity.lang
    this.states = new Map(identity.states)
    this.rooms = new Set(identity.rooms)
  }

  /** Aborted when the browser has left the page, or the page is not coming back. Made when somebody asks for it: it takes a kilobyte. */
  get gone(): AbortController {
    this.#gone ??= new AbortController()
    if (this.#hasLeft) this.#gone.abort()
    return this.#gone
  }

  /** Nobody waits for what its handlers do. */
  abandon(): void {
    this.#hasLeft = true
    this.#gone?.abort()
  }

  /** It is there, again perhaps: browsers keep pages for Back. */
  arrive(socket: Socket): void {
    this.socket = socket
    if (this.#hasLeft) this.#gone = undefined
    this.#hasLeft = false
  }

  /** The page is not coming back: what waits for it is given up. */
  leave(): void {
    this.abandon()
    this.shown?.release()
    this.rendered?.shown.release()
    this.shown = undefined
    this.rendered = undefined
  }
}

import { browserScript } from "./browser-script.ts"
import { type BrowserWindow, type OpenedWindow, openWindow } from "./browser-window.ts"
import type { BrowserClock } from "./browser-clock.ts"
import { type Frame, recordingWebSocket } from "./frames.ts"
import { Journeys } from "./journeys.ts"
import { locationOf } from "./location.ts"
import { type Destination, watchNavigation } from "./native-navigation.ts"
import type { Network } from "./network.ts"
import type { InPage } from "./page-progress.ts"
import { Viewport } from "./viewport.ts"
import type { Visitor } from "./visitor.ts"
import { Wire } from "./wire.ts"

/** An error that the visitor saw: what `liveview:error` told. */
export interface PageError {
  code: string
  message?: string
  reference?: string
  function?: string
}

export interface TabOptions {
  network: Network
  visitor: Visitor
  clock: BrowserClock
}

export interface LoadOptions {
  /** In the place of the present entry of the history. */
  replace?: boolean
  /** At the present entry of the history. */
  stay?: boolean
  /** `history.state` of the entry. */
  state?: unknown
  /** The network is cut when the document is there. */
  cutOff?: boolean
}

/** A tab of a browser: one document at a time, with its window, and the history of those before. */
export class Tab {
  readonly network: Network
  /** What the test does to the page's messages. */
  readonly wire: Wire
  readonly visitor: Visitor
  readonly clock: BrowserClock
  readonly frames: Frame[] = []
  readonly errors: PageError[] = []
  readonly consoleErrors: string[] = []
  /** Addresses that were opened in tabs of their own. */
  readonly opened: string[] = []
  /** Whether the server knows the page; undefined before it first did. */
  connected: boolean | undefined
  /** Requests of the page that are not answered. */
  fetching = 0
  status = 0
  viewport = new Viewport()
  inPage: InPage | undefined
  confirm: (message: string) => boolean = () => true
  readonly #journeys = new Journeys()
  /** The present document's own history. */
  #go: (by: number) => void = () => undefined
  #loading: Promise<void> | undefined
  #dom: OpenedWindow | undefined
  #closed = false

  constructor({ network, visitor, clock }: TabOptions) {
    this.network = network
    this.wire = new Wire(network.breakAll)
    this.visitor = visitor
    this.clock = clock
  }

  get window(): BrowserWindow {
    if (!this.#dom || this.#closed) throw new Error(this.#closed ? "This page has been closed." : "This page has not been loaded.")
    return this.#dom.window
  }

  get loading(): Promise<void> | undefined {
    return this.#loading
  }

  /** Loads a document in the place of the present one. */
  load(url: string, request: RequestInit = {}, how: LoadOptions = {}): Promise<void> {
    const own = this.#load(new URL(url, this.#dom?.window.location.href ?? this.network.origin).href, request, how).finally(() => {
      if (this.#loading === own) this.#loading = undefined
    })
    this.#loading = own
    return own
  }

  async #load(
    url: string,
    request: RequestInit,
    { replace = false, state = null, stay = false, cutOff = false }: LoadOptions,
  ): Promise<void> {
    const [response, script] = await Promise.all([
      this.visitor.fetch(url, { ...request, headers: [["accept", "text/html"], ...plain(request.headers)] }),
      browserScript(),
    ])
    const html = await response.text()
    if (this.#closed) return
    if (cutOff) this.network.sever()
    this.#unload()
    this.status = response.status
    this.viewport = new Viewport()
    const dom = openWindow({
      html,
      url: response.url,
      visitor: this.visitor,
      clock: this.clock,
      failed: (text) => this.consoleErrors.push(text),
    })
    this.#dom = dom
    const entry = { url: dom.window.location.href, state, document: dom }
    if (stay || replace) this.#journeys.replace(entry)
    else this.#journeys.push(entry)
    dom.window.history.replaceState(state, "")
    this.#equip(dom)
    // What is no page of ours has no script of ours.
    if (!dom.window.document.querySelector("meta[name=livetsx]")) return
    const run: (location: Location) => InPage = script.runInContext(dom.getInternalVMContext())
    this.inPage = run(locationOf(dom.window, this))
  }

  /** Gives a window what connects it to the tab. */
  #equip(dom: OpenedWindow): void {
    const { window } = dom
    Object.assign(window, {
      WebSocket: recordingWebSocket(window, this.frames, this.wire),
      IntersectionObserver: this.viewport.observer(),
      fetch: (url: string, init: RequestInit = {}) => this.#fetch(window, url, init),
      confirm: (message: string) => this.confirm(message),
    })
    for (const [event, connected] of [
      ["connect", true],
      ["reconnect", true],
      ["disconnect", false],
    ] as const)
      window.addEventListener(`liveview:${event}`, () => {
        this.connected = connected
      })
    window.addEventListener("liveview:error", (event) => void this.errors.push(detailOf(event)))
    watchNavigation(window, (destination) => this.#follow(destination))
    this.#watchHistory(dom)
  }

  #follow({ url, apart, request }: Destination): void {
    if (apart) this.opened.push(url)
    else void this.load(url, request).catch((error: unknown) => this.consoleErrors.push(String(error)))
  }

  async #fetch(window: BrowserWindow, url: string, { signal, headers, ...init }: RequestInit): Promise<Response> {
    const abort = new AbortController()
    // The window's own signals are none to Node.
    signal?.addEventListener("abort", () => abort.abort())
    this.fetching += 1
    try {
      const response = await this.visitor.fetch(new URL(url, window.document.baseURI).href, {
        ...init,
        headers: plain(headers),
        signal: abort.signal,
      })
      // A body that is read later could be cut off without anybody being told.
      const body = await response.arrayBuffer()
      return Object.defineProperties(new Response(body.byteLength ? body : null, response), {
        url: { value: response.url },
        redirected: { value: response.redirected },
      })
    } finally {
      this.fetching -= 1
    }
  }

  #watchHistory(dom: OpenedWindow): void {
    const { history, location } = dom.window
    const write = (method: "pushState" | "replaceState") => {
      const own = history[method].bind(history)
      return (state: unknown, unused: string, url?: string | URL | null) => {
        own(state, unused, url)
        this.#journeys[method === "pushState" ? "push" : "replace"]({ url: location.href, state, document: dom })
      }
    }
    this.#go = history.go.bind(history)
    Object.assign(history, {
      pushState: write("pushState"),
      replaceState: write("replaceState"),
      go: (by = 0) => void this.#move(by),
      back: () => void this.#move(-1),
      forward: () => void this.#move(1),
    })
  }

  /** Goes back or forward, and resolves when the page has been told. */
  async traverse(by: number): Promise<void> {
    const { window } = this
    const told = new Promise((resolve) => window.addEventListener("popstate", resolve, { once: true }))
    const { pathname } = window.location
    if (!this.#move(by)) throw new Error(`The page ${pathname} has no entry in its history to go ${by < 0 ? "back" : "forward"} to.`)
    await (this.#loading ?? told)
  }

  /** Within a document its own history goes; to another document, that is loaded. */
  #move(by: number): boolean {
    const before = this.#journeys.here
    const entry = by === 0 ? before : this.#journeys.move(by)
    if (entry && by !== 0 && entry.document === before?.document) this.#go(by)
    else if (entry) void this.load(entry.url, {}, { state: entry.state, stay: true })
    return entry !== undefined
  }

  #unload(): void {
    const window = this.#dom?.window
    if (!window) return
    window.dispatchEvent(new window.Event("pagehide"))
    window.close()
    this.wire.closeAll()
    this.inPage = undefined
    this.connected = undefined
  }

  close(): void {
    if (this.#closed) return
    this.#unload()
    this.#closed = true
    this.network.close()
  }
}

/** What the client tells of an error: see client/page.ts. */
function detailOf(event: Event): PageError {
  const { code, message, reference, function: name }: PageError = (event as CustomEvent).detail
  return JSON.parse(JSON.stringify({ code, message, reference, function: name }))
}

/** An object of another window is none that Node's Headers would read by itself. */
function plain(headers: RequestInit["headers"]): [string, string][] {
  return headers ? Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]) : []
}

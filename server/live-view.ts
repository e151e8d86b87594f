import { createServer, type IncomingMessage, type Server as HttpServer } from "node:http"
import type { AddressInfo } from "node:net"

import express, { type Express } from "express"
import { Server } from "socket.io"

import { assemble } from "./assemble.ts"
import type { Send } from "./events/context.ts"
import type { Middleware } from "./events/middleware.ts"
import { Registry } from "./events/registry.ts"
import { lastRoutes, firstRoutes } from "./express-routes.ts"
import type { Assembled, Conditions, Host } from "./host.ts"
import { Lifecycle } from "./operations/lifecycle.ts"
import { type LiveViewOptions, modeOf, readSettings, type Settings } from "./options.ts"
import { renderPatches } from "./patches/render.ts"
import { EVERYONE, limits } from "./protocol.ts"
import { missingPresence } from "./rooms/attendance.ts"
import type { Presence } from "./rooms/presence.ts"
import { isOwnHandshake } from "./sockets/origin.ts"
import { endStrayUpgrades } from "./sockets/stray-upgrades.ts"

/** A live application: an Express app and a Socket.IO server that are served together. */
export interface LiveView {
  /** For the author's own routes and middleware; they run before the pages. */
  readonly express: Express
  readonly io: Server
  readonly registry: Registry
  /** Adds a middleware that runs before validation and handlers, after those added before. */
  use(middleware: Middleware): void
  /** To every page, from anywhere: a route, a job, a process that serves no pages. */
  readonly broadcast: Send
  /** To the pages in a room, from anywhere. */
  to(room: string): { send: Send }
  /** Who is in a room, on all nodes: needs the option `presence`, which says what others see of a visitor. */
  presence(room: string): Presence
  /** Starts the server; gives the address that it listens on. */
  listen(port?: number): Promise<{ port: number; url: string }>
  /** Takes no more visitors, waits for what runs, keeps what has to be kept, and ends. */
  close(): Promise<void>
}

/** Puts an application together. Nothing is opened before it listens or sends. */
export function createLiveView(options: LiveViewOptions = {}): LiveView {
  const live = new Live(options)
  parts.set(live, live)
  return live
}

const parts = new WeakMap<object, Live>()

/** What the framework itself does with a live view: not for authors. */
export function internals(live: LiveView): Live {
  const found = parts.get(live)
  if (!found) throw new Error("Expected what createLiveView() returned.")
  return found
}

export class Live implements LiveView, Host {
  readonly express = express()
  readonly io: Server
  readonly registry = new Registry()
  readonly settings: Settings
  readonly lifecycle = new Lifecycle()
  conditions: Conditions = { mode: modeOf(process.env), assets: { scripts: [], styles: [], preloads: [] } }
  #assembled: Promise<Assembled> | undefined
  #tellAssembled: (assembled: Assembled) => void = () => undefined
  readonly #wasAssembled = new Promise<Assembled>((resolve) => {
    this.#tellAssembled = resolve
  })
  #http: HttpServer | undefined
  #routed = false

  constructor(options: LiveViewOptions) {
    this.settings = readSettings(options, process.env)
    this.io = new Server({
      path: this.settings.path,
      transports: this.settings.transports,
      serveClient: false,
      // The envelope comes on top of what a page may send.
      maxHttpBufferSize: limits.frame + 1_000,
      perMessageDeflate: false,
      destroyUpgrade: false,
      allowRequest: (request, callback) => {
        this.#mayConnect(request).then(
          (may) => callback(null, may),
          () => callback(null, false),
        )
      },
    })
    this.express.disable("x-powered-by")
    // Documents are not to be stored, and the browser's files carry their own.
    this.express.disable("etag")
    this.express.set("trust proxy", this.settings.trustProxy)
    firstRoutes(this)
  }

  async #mayConnect(request: IncomingMessage): Promise<boolean> {
    const { handshakes, site } = await this.ready()
    const refused = (reason: string) => {
      site.metrics.refused(reason)
      return false
    }
    if (!this.lifecycle.open) return refused("closing")
    if (!isOwnHandshake(request, this.settings.origins)) return refused("origin")
    return (await handshakes(request)) || refused("handshake rate")
  }

  /** Opens stores and sessions, once. */
  ready(): Promise<Assembled> {
    if (this.#assembled) return this.#assembled
    this.#assembled = assemble(this)
    this.#assembled.then(this.#tellAssembled, () => undefined)
    return this.#assembled
  }

  use(middleware: Middleware): void {
    this.registry.use(middleware)
  }

  readonly broadcast: Send = (patches) => this.#publish(EVERYONE, patches, "broadcast()")

  to(room: string): { send: Send } {
    return { send: (patches) => this.#publish(room, patches, `to(${JSON.stringify(room)}).send()`) }
  }

  presence(room: string): Presence {
    if (!this.settings.presence) throw missingPresence()
    return {
      list: async () => (await this.ready()).site.services.presence(room).list(),
      onChange: (listener) => {
        // Not before its time: components/app.ts listens while the application is still put together.
        const stop = this.#wasAssembled.then(({ site }) => site.services.presence(room).onChange(listener))
        return () => void stop.then((call) => call())
      },
    }
  }

  async #publish(room: string, patches: unknown, where: string): Promise<void> {
    const { site } = await this.ready()
    await site.services.rooms.publish(room, await renderPatches(patches, { where }))
  }

  /** Serves on a server that is somebody else's: Vite's, or a test's. */
  attach(http: HttpServer): void {
    this.#routeLast()
    this.io.attach(http)
  }

  async listen(port = this.settings.port): Promise<{ port: number; url: string }> {
    await this.ready()
    // Express goes first: long polling would else find the headers sent already.
    const http = createServer(this.express)
    this.attach(http)
    endStrayUpgrades(http, this.settings.path)
    this.#http = http
    await new Promise<void>((resolve, reject) => http.once("error", reject).listen(port, this.settings.host, resolve))
    const { port: given } = http.address() as AddressInfo // A server that listens on a port has one.
    return { port: given, url: `http://${this.settings.host ?? "localhost"}:${given}` }
  }

  /** Requests that are being answered are answered. */
  async #stopServing(): Promise<void> {
    const http = this.#http
    if (!http) return
    const closed = new Promise<void>((resolve) => http.close(() => resolve()))
    http.closeIdleConnections()
    await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, 500).unref())])
    http.closeAllConnections()
  }

  /** The pages come after the author's routes, and what nothing answered comes last. */
  #routeLast(): void {
    if (this.#routed) return
    this.#routed = true
    lastRoutes(this)
  }

  async close(): Promise<void> {
    if (!this.#assembled) return
    const assembled = await this.#assembled
    await this.lifecycle.close(async () => {
      await assembled.drain()
      // Without `local`, the sockets of all nodes would be disconnected.
      this.io.local.disconnectSockets(true)
      await this.#stopServing()
      this.io.engine?.close()
      await assembled.close()
    })
  }
}

import type { IncomingMessage } from "node:http"

import type { Express, RequestHandler } from "express"
import type { Server } from "socket.io"

import type { EventWatch } from "./events/event-watch.ts"
import type { Registry } from "./events/registry.ts"
import type { Mode } from "./events/services.ts"
import type { Lifecycle } from "./operations/lifecycle.ts"
import type { Settings } from "./options.ts"
import type { Assets } from "./pages/assets.ts"
import type { Site } from "./pages/site.ts"

/** What the parts of an application are put into. */
export interface Host {
  readonly express: Express
  readonly io: Server
  readonly registry: Registry
  readonly settings: Settings
  readonly conditions: Conditions
  readonly lifecycle: Lifecycle
  /** The parts; put together by the first that asks. */
  ready(): Promise<Assembled>
}

/** How an application is run: what its options do not say. */
export interface Conditions {
  mode: Mode
  assets: Assets
  /** Told of mistakes of the author's, for the development overlay. */
  handlerFailed?: ((error: unknown, where?: string) => void) | undefined
  /** Told of how long events take, for the development timeline. */
  eventWatch?: EventWatch | undefined
  /** Where the log goes; to the terminal where nobody says. */
  log?: { write(line: string): unknown } | undefined
}

/** The parts of a running application. */
export interface Assembled {
  site: Site
  health: RequestHandler
  headers: RequestHandler
  assets: RequestHandler
  uploads: RequestHandler
  /** Whether an address may connect once more. */
  handshakes(request: IncomingMessage): Promise<boolean>
  /** Waits for what runs. */
  drain(): Promise<void>
  /** Keeps what has to be kept and closes the stores. */
  close(): Promise<void>
}

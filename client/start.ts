import { Application } from "@hotwired/stimulus"
import type { ControllerConstructor } from "@hotwired/stimulus"

import type { PageConfig } from "../server/protocol.ts"
import { connect } from "./connection.ts"
import { dispatch } from "./dom-events.ts"
import { focusFirstMarked } from "./focus.ts"
import { watchForeign } from "./foreign.ts"
import { pageController } from "./page-controller.ts"
import { applyPatches, onPatched } from "./patch-actions.ts"
import { tellPatched } from "./patched.ts"
import { forgetGoneElements } from "./gone-elements.ts"
import { keepMovedControllers } from "./moved-controllers.ts"
import { readConfig, readToken } from "./page-config.ts"
import { createPage } from "./page.ts"
import type { Page } from "./page.ts"

export interface StartOptions {
  /** The author's Stimulus controllers, by identifier. */
  controllers?: Record<string, ControllerConstructor>
  /** Texts the page shows by itself, in place of those the server sent. */
  texts?: Record<string, string>
  /** Asks before an event with `data-liveview-confirm` is sent. */
  confirm?: (message: string) => boolean | Promise<boolean>
  /** False: no toasts and no banner; `liveview:error`, `:connect` and `:disconnect` tell what is to be shown. */
  notices?: false
  /** Delays in milliseconds, in place of those the server sent. */
  reconnection?: Partial<PageConfig["reconnection"]>
}

let application: Application | undefined
let started: Page | undefined

/** The page of this document, once it was started: for the tests' tools, which wait until nothing is under way. */
export function startedPage(): Page | undefined {
  return started
}

/** Makes the document a live page: connects it, and starts the controllers. Called again, it only adds controllers. */
export function start(options: StartOptions = {}): void {
  if (application) return register(options.controllers)
  const config = readConfig(document)
  if (!config) return
  application = new Application()
  // Before controllers are connected: one that wraps its element is not to be connected for that again and again.
  keepMovedControllers()
  forgetGoneElements(application)
  // What a server says to browsers without script comes as a toast.
  document.getElementById("liveview-flash")?.remove()
  watchForeign(document)
  const page = createPage(config, readToken(document), options, connect)
  started = page
  application.register("page", pageController(page.runs))
  register(options.controllers)
  // What the person did before: the document kept it.
  application.start().then(() => dispatch(document, "liveview:start", {}))
  onPatched(tellPatched(application))
  focusFirstMarked()
  page.undisturbed(() => applyPatches(config.patches ?? [], { source: "document" }))
}

/** Adds controllers; those of an identifier that is known already are replaced. */
export function register(controllers: Record<string, ControllerConstructor> = {}): void {
  for (const [identifier, controller] of Object.entries(controllers)) application?.register(identifier, controller)
}

import type { PageConfig } from "../server/protocol.ts"
import { applyDocument } from "./apply-document.ts"
import { clock } from "./clock.ts"
import { dispatch } from "./dom-events.ts"
import { fetchDocument } from "./fetch-document.ts"
import { moment } from "./fields.ts"
import { applyPatches } from "./patch-actions.ts"
import { createPrefetch } from "./prefetch.ts"
import type { Rendered } from "./fetch-document.ts"
import { createHistory } from "./history.ts"
import { roomOf } from "./identity.ts"
import type { Page } from "./page.ts"
import { createRefresh } from "./refresh.ts"
import { createTurns } from "./turns.ts"
import type { RefreshOptions } from "./refresh.ts"
import { createVisit } from "./visit.ts"
import type { VisitOptions } from "./visit.ts"

/** Everything about which document is shown. */
export interface Navigation {
  /** The page as the server renders it now, with its state. Resolves when it is shown, or something else is. */
  refresh(options?: RefreshOptions): Promise<void>
  /** Another page, without loading it fully. */
  visit(url: string, options?: VisitOptions): Promise<void>
  /** A page that will probably be visited. */
  prefetch(url: string): void
  /** Back or Forward. */
  popped(): void
  /** The document was loaded at an entry of ours. */
  returned(): void
  /** A full load, as soon as nothing that was typed is lost by it. */
  reload(): void
}

/** Asks whether the page may be left for an address, because the person wants to. */
export type MayLeave = (from: Element | Document, url: string) => Promise<boolean>

/** Shows a rendered document in place of the present one. */
export type Show = (rendered: Rendered, fresh: boolean) => void

export function createNavigation(page: Page): Navigation {
  const { identity, queue, stream, connection } = page
  const turns = createTurns(identity)

  /** The `moment()` at which the page came. */
  let arrived = 0

  function show({ document: next, config, token }: Rendered, fresh: boolean): void {
    turns.arrive()
    // Of what was written here, nothing is in a state that has begun anew, as that of another room has.
    const since = config.anew || roomOf(token) !== roomOf(identity.token) ? arrived : page.since()
    page.undisturbed(() => applyDocument(next, fresh, since))
    if (fresh) arrived = moment()
    become(config, token)
    page.undisturbed(() => applyPatches(config.patches ?? [], { source: "document" }))
  }

  function become(config: PageConfig, token: string): void {
    const isAnother = identity.become(config, token)
    // What is held was for the room that is left.
    if (isAnother) stream.disconnected()
    stream.reset(config.heads)
    if (!isAnother) return
    queue.restart()
    connection.reconnect(true)
  }

  /** `liveview:before-visit` may keep the page from being left, and so may a form with unsaved changes. */
  async function mayLeave(from: Element | Document, url: string): Promise<boolean> {
    return dispatch(from, "liveview:before-visit", { url }, true) && (page.comforts.loaded?.dirty.mayLeave() ?? true)
  }

  const prefetched = createPrefetch((url, signal) => fetchDocument(url, "", signal), clock)
  document.addEventListener("liveview:event", prefetched.clear)
  const history = createHistory(page, show, mayLeave, turns)
  const refreshing = createRefresh(page, show, turns)
  const visiting = createVisit(page, show, mayLeave, prefetched, turns)
  return { ...refreshing, ...visiting, ...history, prefetch: prefetched.fetch }
}

import type { EventEnded } from "../../server/dev/timeline.ts"
import { clock } from "../clock.ts"
import { readConfig } from "../page-config.ts"
import { createJournal } from "./journal.ts"
import { createLine, type Tap } from "./line.ts"
import { replaceRequests } from "./page-requests.ts"
import { replaceSockets } from "./page-socket.ts"
import { isWanted, readSettings } from "./settings.ts"
import { createTimeline } from "./timeline.ts"
import { createView } from "./view.ts"

/** Development: shows what the page's events do, and how it behaves on a bad network. To be started before the page is. */
export function startTimeline(serverTells: (listener: (ended: EventEnded) => void) => void): void {
  const config = readConfig(document)
  if (!config || !isWanted()) return
  const settings = readSettings()
  const line = createLine(
    settings,
    tap(() => timeline),
    clock,
  )
  const journal = createJournal(() => view.changed())
  const timeline = createTimeline(journal)
  const view = createView({ settings, line, journal })
  const isPages = (url: string) => new URL(url, location.href).pathname === config.path && url.includes("EIO=")
  replaceSockets(line, isPages)
  replaceRequests(line, isPages)
  serverTells(timeline.serverTold)
}

/** The line and the timeline know each other. */
function tap(timeline: () => Tap): Tap {
  return { sent: (packet) => timeline().sent(packet), received: (packet) => timeline().received(packet) }
}

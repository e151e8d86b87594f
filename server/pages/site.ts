import type { IncomingMessage } from "node:http"

import type { Settings } from "./document.tsx"
import { defaultLayout, type Layout } from "./layout.tsx"
import type { LivePage } from "../events/live-page.ts"
import type { LivePages } from "./live-pages.ts"
import { PageTable } from "./page-table.ts"
import type { Assets } from "./assets.ts"
import type { Page } from "./page.ts"
import type { Services } from "../events/services.ts"
import type { Metrics } from "../operations/metrics.ts"
import type { Rate, RateLimit } from "../operations/rate-limits.ts"
import type { Sessions } from "../sessions/sessions.ts"

/** What serving pages needs; pages and layout change when their files do. */
export class Site {
  table = new PageTable()
  layout: Layout = defaultLayout
  assets: Assets = { scripts: [], styles: [], preloads: [] }
  readonly services: Services
  readonly sessions: Sessions
  readonly livePages: LivePages
  readonly metrics: Metrics
  readonly secrets: string[]
  /** Beside the request's own. */
  readonly origins: readonly string[]
  readonly languages: string[]
  /** The client's address, by the `trustProxy` option. */
  readonly addressOf: (request: IncomingMessage) => string
  readonly limits: { page: Rate; address: RateLimit }
  /** False while Redis is away. */
  readonly storesAnswer: () => boolean
  /** This node has kept something else of a page: the one that has its socket takes that up. */
  readonly tellOthers: (page: LivePage) => void
  /** The same object for the same language. */
  readonly settings: (lang: string) => Settings

  constructor(
    parts: Pick<
      Site,
      | "services"
      | "sessions"
      | "livePages"
      | "metrics"
      | "secrets"
      | "origins"
      | "languages"
      | "addressOf"
      | "limits"
      | "storesAnswer"
      | "tellOthers"
      | "settings"
    >,
  ) {
    this.services = parts.services
    this.sessions = parts.sessions
    this.livePages = parts.livePages
    this.metrics = parts.metrics
    this.secrets = parts.secrets
    this.origins = parts.origins
    this.languages = parts.languages
    this.addressOf = parts.addressOf
    this.limits = parts.limits
    this.storesAnswer = parts.storesAnswer
    this.tellOthers = parts.tellOthers
    this.settings = parts.settings
  }

  /** Puts what was found in the application's files in the place of what was found before. */
  replace(pages: Page[], layout: Layout | undefined): void {
    this.table = new PageTable(pages)
    this.layout = layout ?? defaultLayout
  }
}

import { createHmac } from "node:crypto"
import type { IncomingMessage } from "node:http"
import { join } from "node:path"

import { createAdapter } from "@socket.io/redis-adapter"
import type { Logger } from "pino"
import proxyAddr from "proxy-addr"

import { Background } from "./events/background.ts"
import { watchedClaims, watchedOutcomes } from "./events/event-watch.ts"
import type { LivePage } from "./events/live-page.ts"
import { Running } from "./events/running.ts"
import type { Services } from "./events/services.ts"
import type { Assembled, Host } from "./host.ts"
import { setMarkupPolicy } from "./jsx/markup-policy.ts"
import { frameworkTexts } from "./languages/framework-texts.ts"
import { healthRoutes } from "./operations/health.ts"
import { createLog } from "./operations/log.ts"
import { createMetrics } from "./operations/metrics.ts"
import { createRateLimits } from "./operations/rate-limits.ts"
import { assetRoutes } from "./pages/asset-routes.ts"
import type { Settings } from "./pages/document.tsx"
import { LivePages } from "./pages/live-pages.ts"
import { changedElsewhere } from "./pages/page-rooms.ts"
import { rerenderPage } from "./pages/rerender.ts"
import { onMissingText } from "./languages/catalogs.ts"
import { securityHeaders } from "./pages/security-headers.ts"
import { Site } from "./pages/site.ts"
import type { PageConfig } from "./protocol.ts"
import { Announcements } from "./rooms/announcements.ts"
import { Attendance, missingPresence } from "./rooms/attendance.ts"
import { MemoryPresence } from "./rooms/memory-presence.ts"
import { RedisPresence } from "./rooms/redis-presence.ts"
import { Rooms } from "./rooms/rooms.ts"
import { secretsOf } from "./secret.ts"
import { createSessions, type Sessions } from "./sessions/sessions.ts"
import { acceptConnections } from "./sockets/connection.ts"
import { drain, usualPatience } from "./sockets/drain.ts"
import { Outboxes } from "./sockets/outbox.ts"
import { SessionWatch } from "./sockets/session-watch.ts"
import { openStores, type Stores } from "./stores.ts"
import { DiskStore } from "./uploads/disk-store.ts"
import { sweepForms } from "./uploads/multipart.ts"
import { uploadRoutes } from "./uploads/upload-routes.ts"
import { Uploads } from "./uploads/uploads.ts"

/** What nodes call out to each other: the room of a page that one of them has rendered while another has its socket. */
const pageKept = "livetsx:page"

export async function assemble(host: Host): Promise<Assembled> {
  const { settings, conditions, registry, io } = host
  const { mode, eventWatch } = conditions
  const connection = connectionSettings(host)
  const secrets = secretsOf(settings.secrets, mode, settings.dataDir)
  const logger = createLog(mode, conditions.log)
  setMarkupPolicy({ throws: mode !== "production", report: (message) => logger.warn(message) })
  if (mode !== "production")
    onMissingText(settings.translate, (key) =>
      logger.warn(
        `t(${JSON.stringify(key)}) found no text. Expected the key in the catalog of the first language; the page shows the key.`,
      ),
    )
  const stores = await openStores(settings, logger)
  if (stores.redis) io.adapter(createAdapter(stores.redis.pub, stores.redis.sub))
  const sessions = await createSessions({
    secrets,
    store: stores.sessions,
    options: settings.session,
    ...(stores.sessionBus ? { bus: stores.sessionBus } : {}),
  })
  const metrics = createMetrics()
  const limits = createRateLimits({ rates: settings.limits, ...(stores.redis ? { redis: stores.redis } : {}) })
  const livePages = new LivePages(stores.pages, logger, stores.redis !== undefined)
  const background = new Background(logger)
  const { store = new DiskStore(join(settings.dataDir, "uploads")), ...uploadLimits } = settings.uploads
  const uploads = new Uploads({ store, limits: uploadLimits, logger })
  await Promise.all([uploads.sweep(), sweepForms()])

  const rooms = new Rooms(io, stores.roomLog, logger, (outcome) => metrics.resumed(outcome))
  const announcements = new Announcements(rooms, logger)

  const running = new Running()
  const services: Services = {
    mode,
    registry,
    claims: eventWatch ? watchedClaims(stores.claims, eventWatch) : stores.claims,
    running,
    rooms,
    attendance: settings.presence && attendanceOf(host, stores, sessions, secrets, logger),
    presence: (room) => services.attendance?.presence(room) ?? raise(missingPresence()),
    background,
    uploads,
    logger,
    openSession: (id) => sessions.open(id),
    translate: settings.translate,
    rerender: (...args) => rerenderPage(site, ...args),
    savePage: (page) => livePages.save(page),
    ranElsewhere: (page) => takeUpChanges(page),
    eventEnded: eventWatch ? watchedOutcomes(metrics.eventEnded, eventWatch) : metrics.eventEnded,
    authorFailed: (error, where) => conditions.handlerFailed?.(error, where),
  }
  const trusted: (address: string, index: number) => boolean = host.express.get("trust proxy fn")
  const addressOf = (request: IncomingMessage) => proxyAddr(request, trusted) ?? ""
  const takeUpChanges = (live: LivePage) =>
    changedElsewhere(site, live).catch((error: unknown) => {
      logger.debug({ err: error }, "what another node has kept of a page was not taken up")
    })
  const storesAnswer = () => (stores.redis?.state ?? "up") === "up"
  const byLanguage = new Map<string, Settings>()
  const site = new Site({
    services,
    sessions,
    livePages,
    metrics,
    secrets,
    origins: settings.origins,
    languages: settings.languages,
    addressOf,
    limits: { page: settings.limits.page, address: limits.address },
    storesAnswer,
    tellOthers: ({ room }) => {
      if (stores.redis) io.serverSideEmit(pageKept, room)
    },
    settings: (lang) => {
      const settings = byLanguage.get(lang) ?? { ...connection, texts: frameworkTexts(lang) }
      byLanguage.set(lang, settings)
      return settings
    },
  })
  site.assets = conditions.assets
  acceptConnections(io, site)
  io.on(pageKept, (room: string) => {
    const live = livePages.get(room)
    if (live?.socket) void takeUpChanges(live)
  })
  const outboxes = new Outboxes(io, metrics)
  const sessionWatch = new SessionWatch(site)
  stores.redis?.onUp(() => {
    void announcements.logReturned()
    void livePages.storeReturned()
    void sessionWatch.storeReturned()
  })
  metrics.watch({
    pages: () => livePages.size,
    sockets: () => io.engine?.clientsCount ?? 0,
    handlers_running: () => running.count,
    events_waiting: () => livePages.waiting,
    output_waiting_bytes: () => outboxes.bytes,
  })

  return {
    site,
    health: healthRoutes({ ready: () => host.lifecycle.open && storesAnswer(), metrics, token: settings.metricsToken }),
    headers: securityHeaders(mode),
    assets: assetRoutes(conditions.assets.directory),
    uploads: uploadRoutes({
      uploads,
      secrets,
      logger,
      known: async (id) => (await sessions.load(id)) !== undefined,
      mayAnnounce: async ({ ip = "" }) => "ok" in (await limits.address.take(ip)),
    }),
    handshakes: async (request) => "ok" in (await limits.handshakes.take(addressOf(request))),
    drain: () => drain({ io, site, patience: mode === "production" ? usualPatience : { ...usualPatience, notice: 0 } }),
    async close() {
      sessionWatch.close()
      outboxes.close()
      announcements.close()
      await services.attendance?.close()
      await uploads.close()
      await livePages.close()
      await stores.persist()
      await Promise.all([stores.roomLog.close(), stores.pages.close(), stores.claims.close(), sessions.close()])
      await stores.redis?.close()
      metrics.close()
    },
  }
}

/** Transports are named where there is more than the browser's script has from the beginning. */
function connectionSettings({
  settings: { path, reconnection, transports },
}: Host): Pick<PageConfig, "path" | "reconnection" | "transports"> {
  return transports.includes("polling") ? { path, reconnection, transports } : { path, reconnection }
}

function attendanceOf(host: Host, stores: Stores, sessions: Sessions, secrets: string[], logger: Logger): Attendance<LivePage> {
  return new Attendance<LivePage>({
    store: stores.redis ? new RedisPresence(stores.redis) : new MemoryPresence(),
    describe: async ({ sessionId, lang, request }) => {
      const session = await sessions.load(sessionId)
      return session && host.settings.presence?.({ session, lang, request })
    },
    visitorOf: (id) =>
      createHmac("sha256", secrets[0] ?? "")
        .update(`livetsx visitor\n${id}`)
        .digest("base64url")
        .slice(0, 16),
    logger,
  })
}

function raise(error: Error): never {
  throw error
}

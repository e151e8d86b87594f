import type { Store } from "express-session"

import type { Claims } from "./events/claims.ts"
import { MemoryClaims } from "./events/memory-claims.ts"
import { RedisClaims } from "./events/redis-claims.ts"
import type { Log } from "./operations/log.ts"
import { openDataDir, persistToDisk, readFromDisk } from "./operations/persist.ts"
import type { Settings } from "./options.ts"
import { MemoryPageStore } from "./pages/memory-page-store.ts"
import type { PageStore } from "./pages/page-store.ts"
import { RedisPageStore } from "./pages/redis-page-store.ts"
import { connectRedis, type RedisConnection } from "./redis/connect-redis.ts"
import { MemoryRoomLog } from "./rooms/memory-room-log.ts"
import { RedisRoomLog } from "./rooms/redis-room-log.ts"
import type { RoomLog } from "./rooms/room-log.ts"
import { MemorySessionStore } from "./sessions/memory-session-store.ts"
import { redisSessionBus, RedisSessionStore } from "./sessions/redis-sessions.ts"
import { sessionDefaults } from "./sessions/session-options.ts"
import type { SessionBus } from "./sessions/watched-store.ts"

/** Where a node keeps what must outlive an event: in memory, or in Redis, which other nodes see. */
export interface Stores {
  redis: RedisConnection | undefined
  roomLog: RoomLog
  pages: PageStore
  claims: Claims
  sessions: Store
  sessionBus?: SessionBus
  /** Without Redis: writes down what the next start reads. */
  persist(): Promise<void>
}

export async function openStores(settings: Settings, log: Log): Promise<Stores> {
  return settings.redis ? redisStores(await connectRedis(settings.redis, log), settings) : memoryStores(settings, log)
}

function redisStores(redis: RedisConnection, { session }: Settings): Stores {
  return {
    redis,
    roomLog: new RedisRoomLog(redis),
    pages: new RedisPageStore(redis),
    claims: new RedisClaims(redis),
    sessions: new RedisSessionStore(redis, { lifetime: session.lifetime ?? sessionDefaults.lifetime }),
    sessionBus: redisSessionBus(redis),
    persist: async () => undefined,
  }
}

async function memoryStores({ session, dataDir }: Settings, log: Log): Promise<Stores> {
  const sessions = new MemorySessionStore({ lifetime: session.lifetime ?? sessionDefaults.lifetime })
  const pages = new MemoryPageStore()
  await openDataDir(dataDir)
  sessions.restore(await readFromDisk(dataDir, "sessions", log))
  pages.restore(await readFromDisk(dataDir, "pages", log))
  return {
    redis: undefined,
    roomLog: new MemoryRoomLog(),
    pages,
    claims: new MemoryClaims(),
    sessions,
    async persist() {
      await persistToDisk(dataDir, "sessions", sessions.entries())
      await persistToDisk(dataDir, "pages", pages.entries())
    },
  }
}

import { createClient } from "redis"

export interface Item {
  id: string
  text: string
  done: boolean
  /** Milliseconds since 1970. */
  added: number
}

/** The list that all visitors share. With a database of your own, it takes this place. */
export interface Items {
  all(): Promise<Item[]>
  get(id: string): Promise<Item | undefined>
  put(item: Item): Promise<void>
  remove(id: string): Promise<void>
}

/** With REDIS_URL it is in Redis, for every process that serves the application; without, in this process, until it ends. */
export const items: Items = process.env.REDIS_URL ? inRedis(process.env.REDIS_URL) : inMemory()

function inMemory(): Items {
  const items = new Map<string, Item>()
  return {
    all: async () => [...items.values()],
    get: async (id) => items.get(id),
    put: async (item) => void items.set(item.id, item),
    remove: async (id) => void items.delete(id),
  }
}

function inRedis(url: string): Items {
  // While Redis is away a visitor is told at once that something went wrong, and the client goes on trying.
  const redis = createClient({ url, disableOfflineQueue: true })
  const tell = (error: Error) => console.error(`The list in Redis: ${error.message}`)
  redis.on("error", tell).connect().catch(tell)
  return {
    all: async () => {
      const items = Object.values(await redis.hGetAll("items")).map(read)
      return items.sort((one, other) => one.added - other.added)
    },
    get: async (id) => {
      const json = await redis.hGet("items", id)
      return json === null ? undefined : read(json)
    },
    put: async (item) => void (await redis.hSet("items", item.id, JSON.stringify(item))),
    remove: async (id) => void (await redis.hDel("items", id)),
  }
}

function read(json: string): Item {
  return JSON.parse(json)
}

import type { RedisConnection } from "../redis/connect-redis.ts"
import { recordOf, type PageRecord, type PageStore } from "./page-store.ts"

/** The records that the nodes of an application share: any of them renders the same page. */
export class RedisPageStore implements PageStore {
  readonly #connection: RedisConnection
  readonly #prefix: string

  constructor(connection: RedisConnection, prefix = "livetsx:") {
    this.#connection = connection
    this.#prefix = prefix
  }

  async load(room: string): Promise<PageRecord | undefined> {
    const json = await this.#connection.client.get(this.#key(room))
    return json === null ? undefined : recordOf(json)
  }

  async save(room: string, record: PageRecord, ttlSeconds: number): Promise<void> {
    await this.#connection.client.set(this.#key(room), JSON.stringify(record), {
      expiration: { type: "PX", value: Math.ceil(ttlSeconds * 1000) },
    })
  }

  async delete(room: string): Promise<void> {
    await this.#connection.client.del(this.#key(room))
  }

  /** The connection is its owner's to close. */
  async close(): Promise<void> {}

  #key(room: string): string {
    return `${this.#prefix}page:${room}`
  }
}

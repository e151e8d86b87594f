import { setTimeout as pause } from "node:timers/promises"

import type { Logger } from "pino"

import type { Rooms } from "./rooms.ts"

/** Milliseconds from one announcement to the next, of which a part is random, so that nodes do not speak at once; between the batches of one; and until other nodes have noticed too that the log is back. */
const usual = { least: 20_000, random: 5_000, between: 200, others: 4_000 }

/** Tells the pages of this node regularly where their rooms stand. */
export class Announcements {
  readonly #rooms: Rooms
  readonly #logger: Logger
  readonly #times: typeof usual
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined

  constructor(rooms: Rooms, logger: Logger, times = usual) {
    this.#rooms = rooms
    this.#logger = logger
    this.#times = times
    this.#later()
  }

  /** The subscription or the log is back: what was missed meanwhile is to be noticed now, and what other nodes have yet to mark, soon. */
  async logReturned(): Promise<void> {
    await this.announce()
    await pause(this.#times.others, undefined, { ref: false })
    await this.announce()
  }

  /** One at a time. */
  announce(): Promise<void> {
    this.#running ??= this.#announce().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  #later(): void {
    const { least, random } = this.#times
    this.#timer = setTimeout(
      () => {
        this.#later()
        void this.announce()
      },
      least + Math.random() * random,
    ).unref()
  }

  async #announce(): Promise<void> {
    try {
      await this.#rooms.markUnlogged()
      await this.#rooms.announce(() => pause(this.#times.between, undefined, { ref: false }))
    } catch (error) {
      this.#logger.debug({ err: error }, "the rooms could not be announced")
    }
  }
}

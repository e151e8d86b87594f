import { refusal } from "../errors.ts"

/** Handlers that a process runs at once. */
export const runningLimit = 500

/** How many events are being run. More are refused as `busy`: the browser tries again. */
export class Running {
  #count = 0

  get count(): number {
    return this.#count
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#count >= runningLimit) throw refusal("busy", { retry: 250 + Math.floor(Math.random() * 500) })
    this.#count += 1
    try {
      return await work()
    } finally {
      this.#count -= 1
    }
  }
}

import { refusal } from "../errors.ts"

/** How many events of one page may wait. */
export const queueLimit = 64

/** One task at a time, in order; the next starts when the one before has ended, well or not. */
export class TaskQueue {
  #last: Promise<unknown> = Promise.resolve()
  #waiting = 0

  get length(): number {
    return this.#waiting
  }

  /** Rejects with the refusal `busy` where too many wait. */
  run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#waiting >= queueLimit) return Promise.reject(refusal("busy", { retry: 250 }))
    this.#waiting += 1
    const result = this.#waiting === 1 ? task() : this.#last.then(task)
    this.#last = result.then(this.#ended, this.#ended)
    return result
  }

  /** Resolves when nothing runs and nothing waits. */
  async idle(): Promise<void> {
    while (this.#waiting > 0) await this.#last
  }

  readonly #ended = () => {
    this.#waiting -= 1
  }
}

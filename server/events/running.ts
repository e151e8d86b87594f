import { refusal } from "../errors.ts"

/** Handlers that a process runs at once. */
export const runningLimit = 500

/** How many events are being run. More are refused as `busy`: the browser tries again. */
export class Running {
  #count = 0
  #stopped = false
  #idle: (() => void)[] = []

  get count(): number {
    return this.#count
  }

  /** Throws the refusal `busy` where there are too many, or none are begun any more. */
  enter(): void {
    if (this.#stopped) throw refusal("busy", { retry: 500 })
    if (this.#count >= runningLimit) throw refusal("busy", { retry: 250 + Math.floor(Math.random() * 500) })
    this.#count += 1
  }

  leave(): void {
    this.#count -= 1
    if (this.#count === 0) for (const idle of this.#idle.splice(0)) idle()
  }

  /** From now on nothing is begun: it is for another node, or the next start. Resolves when what runs has ended. */
  stop(): Promise<void> {
    this.#stopped = true
    return new Promise((resolve) => {
      if (this.#count === 0) resolve()
      else this.#idle.push(resolve)
    })
  }
}

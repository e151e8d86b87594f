/** Whether a server takes visitors. It closes once. */
export class Lifecycle {
  #closing: Promise<void> | undefined

  get open(): boolean {
    return this.#closing === undefined
  }

  close(work: () => Promise<void>): Promise<void> {
    this.#closing ??= work()
    return this.#closing
  }
}

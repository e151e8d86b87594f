/** An entry of a tab's history, and the document that it belongs to. */
export interface Entry {
  url: string
  state: unknown
  document: object
}

/** The history of a tab, over all the documents that were loaded in it. */
export class Journeys {
  #entries: Entry[] = []
  #index = -1

  get here(): Entry | undefined {
    return this.#entries[this.#index]
  }

  push(entry: Entry): void {
    this.#entries = [...this.#entries.slice(0, this.#index + 1), entry]
    this.#index += 1
  }

  replace(entry: Entry): void {
    if (this.#index < 0) this.push(entry)
    else this.#entries[this.#index] = entry
  }

  /** Goes so many entries back or forward; undefined where there is none. */
  move(by: number): Entry | undefined {
    const entry = this.#entries[this.#index + by]
    if (entry) this.#index += by
    return entry
  }
}

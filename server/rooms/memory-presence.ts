import type { Attendant, PresenceStore } from "./presence.ts"

/** The pages of this process, by room. */
export class MemoryPresence implements PresenceStore {
  readonly #rooms = new Map<string, Map<string, Attendant>>()

  async enter(room: string, page: string, attendant: Attendant): Promise<void> {
    const pages = this.#rooms.get(room) ?? new Map<string, Attendant>()
    this.#rooms.set(room, pages.set(page, attendant))
  }

  async leave(room: string, page: string): Promise<void> {
    const pages = this.#rooms.get(room)
    pages?.delete(page)
    if (pages?.size === 0) this.#rooms.delete(room)
  }

  async list(room: string): Promise<Attendant[]> {
    return [...(this.#rooms.get(room)?.values() ?? [])]
  }

  onLost(): void {}

  async close(): Promise<void> {
    this.#rooms.clear()
  }

  /** Anybody or, where it is named, the page. */
  has(room: string, page?: string): boolean {
    return page === undefined ? this.#rooms.has(room) : this.#rooms.get(room)?.has(page) === true
  }

  entries(): [room: string, page: string, attendant: Attendant][] {
    return [...this.#rooms].flatMap(([room, pages]) =>
      [...pages].map(([page, attendant]): [string, string, Attendant] => [room, page, attendant]),
    )
  }
}

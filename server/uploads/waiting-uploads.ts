/** For which control of which page a file waits. */
interface Place {
  room: string
  field: string
}

/** The files that wait. Those of one session are found without looking at those of all others, who may be many. */
export class WaitingUploads {
  /** Id → session. */
  readonly #sessions = new Map<string, string>()
  readonly #places = new Map<string, Map<string, Place>>()

  get ids(): Iterable<string> {
    return this.#sessions.keys()
  }

  add(id: string, { session, room, field }: Place & { session: string }): void {
    this.#sessions.set(id, session)
    const places = this.#places.get(session) ?? new Map<string, Place>()
    this.#places.set(session, places.set(id, { room, field }))
  }

  ofSession(session: string): Place[] {
    return [...(this.#places.get(session)?.values() ?? [])]
  }

  delete(id: string): void {
    const session = this.#sessions.get(id)
    const places = session === undefined ? undefined : this.#places.get(session)
    this.#sessions.delete(id)
    places?.delete(id)
    if (session !== undefined && places?.size === 0) this.#places.delete(session)
  }
}

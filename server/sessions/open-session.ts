import type { SessionData as StoredData } from "express-session"

import type { SessionData } from "./session-data.ts"
import type { Held } from "./watched-store.ts"

/** A session as a handler has it: `data` may be changed, `save` keeps what was changed. */
export interface OpenSession {
  readonly id: string
  readonly data: SessionData
  /** Whether anything was written. Keys that others changed meanwhile stay as they left them; a session that has ended stays ended. */
  save(): Promise<boolean>
}

type Fields = Record<string, unknown>

interface Source {
  held(id: string): Held | undefined | Promise<Held | undefined>
  write(id: string, data: StoredData): Promise<void>
}

/** Opens what the store holds under this id; undefined where there is no such session. No promise where the store gives none. */
export function openSession(id: string, source: Source): OpenSession | undefined | Promise<OpenSession | undefined> {
  const opened = (held: Held | undefined) => held && new LazySession(id, held, source)
  const held = source.held(id)
  return held instanceof Promise ? held.then(opened) : opened(held)
}

/** Read when somebody looks into it: most handlers do not. */
class LazySession implements OpenSession {
  readonly id: string
  readonly #held: Held
  readonly #source: Source
  #data: SessionData | undefined
  #before = new Map<string, string | undefined>()

  constructor(id: string, held: Held, source: Source) {
    this.id = id
    this.#held = held
    this.#source = source
  }

  get data(): SessionData {
    if (!this.#data) {
      this.#data = dataOf(this.#held())
      this.#before = snapshot(this.#data)
    }
    return this.#data
  }

  async save(): Promise<boolean> {
    const data = this.#data
    const changed = data ? changes(this.#before, data) : []
    if (!data || changed.length === 0) return false
    const latest = await this.#source.held(this.id)
    if (!latest) return false
    this.#before = snapshot(data)
    await this.#source.write(this.id, merged(latest(), data, changed))
    return true
  }
}

/** What the application keeps in its session: not the cookie's settings, nor our mark that the session was begun. */
export function dataOf(stored: StoredData): SessionData {
  const { cookie: _cookie, [begun]: _begun, ...data } = fieldsOf(stored)
  return data
}

/** The field that makes express-session keep a session which holds nothing yet. */
export const begun = "livetsx"

function snapshot(data: SessionData): Map<string, string | undefined> {
  return new Map(Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)]))
}

function changes(before: Map<string, string | undefined>, data: SessionData): string[] {
  const after = snapshot(data)
  return [...new Set([...before.keys(), ...after.keys()])].filter((key) => key !== "cookie" && before.get(key) !== after.get(key))
}

function merged(latest: StoredData, data: SessionData, changed: string[]): StoredData {
  const given = fieldsOf(data)
  const kept = Object.entries(latest).filter(([key]) => !changed.includes(key))
  const set = changed.flatMap((key) => (given[key] === undefined ? [] : [[key, given[key]] as const]))
  return { ...Object.fromEntries([...kept, ...set]), cookie: latest.cookie }
}

/** A session's interface names what an application put there; here it is read by any name. */
function fieldsOf(session: object): Fields {
  return session as Fields
}

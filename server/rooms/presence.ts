import type { PresenceInfo } from "./presence-info.ts"

/** A visitor who is in a room. */
export interface Present {
  /** The same for all pages of one session, of which it says nothing. */
  visitor: string
  /** How many pages they have open in the room. */
  pages: number
  info: PresenceInfo
}

/** Who is in a room, on all nodes. */
export interface Presence {
  /** Those who have been there longest come first. While Redis is away, those of this node. */
  list(): Promise<Present[]>
  /**
   * Called when somebody has come, gone or changed: on the node where that happened, so that what it sends with `to(room).send()` is sent once.
   * Somebody whose connection broke has gone after 2 seconds, and with a node that died after 10. Gives the function that takes the listener away.
   */
  onChange(listener: (present: Present[]) => unknown): () => void
}

/** One page in a room, as it is kept. */
export interface Attendant {
  visitor: string
  info: PresenceInfo
  /** When it came, in milliseconds. */
  since: number
}

/** Who is where. Rejects when its store does not answer; what this node knows by itself it keeps. */
export interface PresenceStore {
  enter(room: string, page: string, attendant: Attendant): Promise<void>
  leave(room: string, page: string): Promise<void>
  list(room: string): Promise<Attendant[]>
  /** Called with rooms that changed although no page of this node came or went: a node has died. */
  onLost(listener: (rooms: string[]) => void): void
  /** Takes all of this node's pages out. */
  close(): Promise<void>
}

/** One entry a visitor, from their pages. */
export function visitorsOf(attendants: Attendant[]): Present[] {
  const visitors = new Map<string, Present>()
  for (const { visitor, info } of attendants.toSorted((one, other) => one.since - other.since)) {
    const present = visitors.get(visitor) ?? { visitor, pages: 0, info }
    // Their newest page knows best.
    visitors.set(visitor, Object.assign(present, { pages: present.pages + 1, info }))
  }
  return [...visitors.values()]
}

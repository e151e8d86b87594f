import type { Patch } from "../protocol.ts"

/** How far a room has come. Offsets count within an epoch; a position is never used again for other patches. */
export interface Position {
  epoch: string
  offset: number
}

/** What was sent to a room at once. */
export interface Entry {
  offset: number
  patches: Patch[]
}

/** The last patches of every room, so that a page that was away gets what it missed. Rejects when its store does not answer. */
export interface RoomLog {
  /** Where the room stands. A room that nothing was ever sent to costs nothing. */
  head(room: string): Promise<Position>
  heads(rooms: string[]): Promise<Map<string, Position>>
  /** Remembers the patches and gives the position that a page has with them. */
  append(room: string, patches: Patch[]): Promise<Position>
  /** Notes that something was sent to the room which is not in the log: pages that are behind this point get "gap". */
  mark(room: string): Promise<Position>
  /** What was sent after the position, in order; "gap" where that is not known any more and the page must render itself again. */
  since(room: string, position: Position): Promise<Entry[] | "gap">
  /** Begins a new epoch: no position that was given holds any more, and every page renders itself again. */
  renew(): Promise<void>
  close(): Promise<void>
}

/** What a room's log holds at most; beyond it pages render themselves again. Sizes in bytes, times in milliseconds. */
export const logLimits = {
  entries: 256,
  bytes: 512_000,
  /** Patches larger than this are not kept. */
  patch: 64_000,
  /** After the last patch. */
  age: 120_000,
} as const

/** Stands for a position that is not known, because the log did not answer. Behind everything that comes after. */
export const unknownPosition: Position = { epoch: "away", offset: 0 }

/** "epoch:offset", as it travels. */
export function formatPosition({ epoch, offset }: Position): string {
  return `${epoch}:${offset}`
}

/** The position in a text of unknown origin, or undefined. */
export function parsePosition(text: unknown): Position | undefined {
  const parts = typeof text === "string" && text.length <= 40 ? /^([0-9a-z]{1,20}):(0|[1-9]\d{0,14})$/.exec(text) : null
  return parts ? { epoch: String(parts[1]), offset: Number(parts[2]) } : undefined
}

/** Six random letters and digits. */
export function newEpoch(): string {
  return Math.floor(Math.random() * 36 ** 6)
    .toString(36)
    .padStart(6, "0")
}

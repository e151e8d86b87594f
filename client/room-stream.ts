import { limits } from "../server/protocol.ts"
import type { Heads, Patch } from "../server/protocol.ts"
import type { Clock } from "./clock.ts"

export interface RoomStream {
  /** A push came. Applied in its turn: what the page has is dropped, what is ahead is held until the gap is closed. */
  pushed(room: string, epoch: string, offset: number, patches: Patch[]): void
  /** The server said where rooms stand (null: the page has left one). */
  announced(heads: Heads): void
  /** Calls at once, or after what is missing has come. */
  whenComplete(call: () => void): void
  disconnected(): void
  /** What comes is held until `reset`; what waited is called, since there will be another page. */
  pause(): void
  /** The page was rendered anew, at these positions. */
  reset(heads: Heads): void
  heads(): Heads
}

interface Held {
  room: string
  epoch: string
  offset: number
  patches: Patch[]
}

interface Outlet {
  apply(patches: Patch[], room: string): void
  /** Asks for what has been missed: true when it was sent, false when the page must be rendered again, undefined when there was no answer. */
  resume(heads: Heads, done: (sent: boolean | undefined) => void): void
  refresh(): void
}

/** The patches of the page's rooms: each once, in order, without a gap. */
export function createRoomStream(first: Heads, outlet: Outlet, clock: Clock): RoomStream {
  let positions = new Map(Object.entries(first))
  let held: Held[] = []
  /** Rooms that stand elsewhere, by what was announced. */
  const announcedAhead = new Map<string, string>()
  const waiting: (() => void)[] = []
  let paused = false
  let stopGap: (() => void) | undefined
  let stopRefresh: (() => void) | undefined

  function pushed(room: string, epoch: string, offset: number, patches: Patch[]): void {
    if (paused) hold({ room, epoch, offset, patches })
    else take({ room, epoch, offset, patches })
    settle()
  }

  function take(push: Held): void {
    const { room, epoch, offset, patches } = push
    if (!offset) return outlet.apply(patches, room)
    const own = positions.get(room)
    const [ownEpoch, ownOffset] = own ? parsePosition(own) : [epoch, offset - 1]
    if (ownEpoch !== epoch) return refreshSoon()
    if (offset <= ownOffset) return
    if (offset > ownOffset + 1) return hold(push)
    positions.set(room, `${epoch}:${offset}`)
    outlet.apply(patches, room)
  }

  /** More than may be held is thrown away: it comes again when the page resumes. */
  function hold(push: Held): void {
    if (held.length < limits.held) held.push(push)
  }

  /** What is held and has become next, and then whatever waited for it. */
  function settle(): void {
    if (paused) return
    held.sort((one, other) => one.offset - other.offset)
    for (const push of held.splice(0)) take(push)
    for (const [room, head] of announcedAhead) if (!isAhead(head, positions.get(room))) announcedAhead.delete(room)
    if (held.length || announcedAhead.size) return watchGap()
    stopWatching()
    complete()
  }

  function complete(): void {
    for (const call of waiting.splice(0)) call()
  }

  function watchGap(): void {
    stopGap ??= clock.after(limits.gap, resume)
  }

  /** What was known of the rooms is lost, for every page at once: they do not all ask for themselves at the same moment. */
  function refreshSoon(): void {
    stopRefresh ??= clock.after(Math.random() * limits.spread, outlet.refresh)
  }

  function stopWatching(): void {
    stopGap?.()
    stopGap = undefined
  }

  /** A gap that is still there although all was sent will not close by itself. */
  function resume(): void {
    outlet.resume(heads(), (sent) => {
      if (!stopGap) return
      stopGap = undefined
      if (sent === undefined) return settle()
      if (!sent || held.length || announcedAhead.size) outlet.refresh()
    })
  }

  function announced(heads: Heads): void {
    for (const [room, head] of Object.entries(heads)) {
      if (head === null) positions.delete(room)
      else if (!positions.has(room)) positions.set(room, head)
      else if (isAhead(head, positions.get(room))) announcedAhead.set(room, head)
    }
    settle()
  }

  function disconnected(): void {
    stopWatching()
    held = []
    announcedAhead.clear()
  }

  function reset(heads: Heads): void {
    paused = false
    positions = new Map(Object.entries(heads))
    announcedAhead.clear()
    stopWatching()
    stopRefresh?.()
    stopRefresh = undefined
    settle()
  }

  function heads(): Heads {
    return Object.fromEntries(positions)
  }

  return {
    pushed,
    announced,
    disconnected,
    reset,
    heads,
    whenComplete: (call) => {
      if (paused || held.length || announcedAhead.size) waiting.push(call)
      else call()
    },
    pause: () => {
      complete()
      paused = true
    },
  }
}

function parsePosition(position: string): [epoch: string, offset: number] {
  const colon = position.lastIndexOf(":")
  return [position.slice(0, colon), Number(position.slice(colon + 1))]
}

/** Is the head one that the position has not reached, in the same epoch or another? */
function isAhead(head: string, position: string | null | undefined): boolean {
  const [epoch, offset] = parsePosition(head)
  const [ownEpoch, ownOffset] = parsePosition(position ?? "")
  return epoch !== ownEpoch || offset > ownOffset
}

import { CONTROL, EVENT, HEADS, PUSH } from "../server/protocol.ts"
import type { EventMessage, HandshakeAuth, Heads, Instruction, PageConfig, Patch, Reply, ResumeMessage } from "../server/protocol.ts"
import { clock } from "./clock.ts"
import { createWire } from "./wire.ts"
import type { Wire, WireListener } from "./wire.ts"

export interface ConnectionListener {
  auth(): HandshakeAuth
  /** The server knows the page; `recovered` is false where it must render itself again. */
  connected(heads: Heads, recovered: boolean): void
  disconnected(): void
  /** The document goes, and the connection with it: the last moment to send anything. */
  leaving(): void
  announced(heads: Heads): void
  pushed(room: string, epoch: string, offset: number, patches: Patch[]): void
  instructed(instruction: Instruction): void
  /** The room's token is not accepted: resolves when there is another. */
  refused(): Promise<void>
}

export interface Connection {
  send(message: EventMessage, timeout: number, answered: (reply: Reply | undefined) => void): void
  resume(heads: Heads, answered: (sent: boolean | undefined) => void): void
  /** Closes and opens again, by itself or elsewhere, or with `leaving` for another page. */
  reconnect(leaving?: boolean): void
}

export type Connect = (config: Pick<PageConfig, "path" | "reconnection" | "transports">, listener: ConnectionListener) => Connection

/** Milliseconds that resuming a room may take. */
const patience = 10_000

/** The page's socket. It comes back for ever, and at once when the page is shown or the network returns. */
export const connect: Connect = ({ path, reconnection, transports }, listener) => {
  const ends: WireListener = { auth: listener.auth, received, lost: ended }
  let wire = transports ? undefined : createWire(path, ends)
  let failures = 0
  let refused = false
  /** Has the server said where the rooms stand? Undefined before the first attempt has ended. */
  let known: boolean | undefined
  let stopWaiting: (() => void) | undefined

  function close(leaving?: unknown): void {
    stopWaiting?.()
    stopWaiting = undefined
    if (known) lost()
    wire?.close(leaving)
  }

  async function open(): Promise<void> {
    stopWaiting?.()
    stopWaiting = undefined
    if (refused) await listener.refused()
    refused = false
    wire ??= await pollingWire()
    if (wire) wire.open()
    else ended()
  }

  function pollingWire(): Promise<Wire | undefined> {
    return import("./polling-wire.ts").then(
      (part) => part.createPollingWire(path, ends, transports ?? []),
      () => undefined,
    )
  }

  /** Exponential, with a random share, so that not everyone comes back at the same moment. */
  function openLater(): void {
    const { delay, max, factor, jitter } = reconnection
    const wait = Math.min(delay * factor ** failures++, max)
    stopWaiting?.()
    stopWaiting = clock.after(wait * (1 - jitter * Math.random()), open)
  }

  function openAtOnce(): void {
    if (stopWaiting && document.visibilityState === "visible") open()
  }

  function lost(): void {
    if (known !== false) listener.disconnected()
    known = false
  }

  function ended(code?: string): void {
    lost()
    refused = code === "expired" || code === "unauthorized"
    if (refused && !failures++) open()
    else openLater()
  }

  function received(name: string, content: unknown[]): void {
    const [heads, recovered] = content as [Heads, boolean?]
    if (name === PUSH) listener.pushed(...(content as Parameters<ConnectionListener["pushed"]>))
    if (name === CONTROL) listener.instructed(content[0] as Instruction)
    if (name !== HEADS) return
    // What is announced to everyone may come before the server has said what this page has missed.
    if (recovered === undefined) return known ? listener.announced(heads) : undefined
    known = true
    failures = 0
    listener.connected(heads, recovered)
  }

  addEventListener("online", openAtOnce)
  document.addEventListener("visibilitychange", openAtOnce)
  // A page with an open socket cannot be kept for Back and Forward.
  addEventListener("pagehide", (event) => {
    listener.leaving()
    close(event)
  })
  addEventListener("pageshow", ({ persisted }) => persisted && open())
  open()

  const emit = <T>(message: EventMessage | ResumeMessage, timeout: number, answered: (answer: T | undefined) => void) =>
    wire?.emit(EVENT, message, timeout, (answer) => answered(answer as T | undefined)) // What this server answers to it.
  return {
    send: emit,
    resume: (heads, answered) => emit({ r: heads }, patience, answered),
    reconnect: (leaving) => {
      close(leaving)
      open()
    },
  }
}

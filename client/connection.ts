import { Manager } from "socket.io-client"

import { CONTROL, EVENT, HEADS, PUSH } from "../server/protocol.ts"
import type { EventMessage, HandshakeAuth, Heads, Instruction, PageConfig, Patch, Reply, ResumeMessage } from "../server/protocol.ts"
import { clock } from "./clock.ts"

export interface ConnectionListener {
  auth(): HandshakeAuth
  /** The server knows the page; `recovered` is false where it must render itself again. */
  connected(heads: Heads, recovered: boolean): void
  disconnected(): void
  announced(heads: Heads): void
  pushed(room: string, epoch: string, offset: number, patches: Patch[]): void
  instructed(instruction: Instruction): void
  /** The room's token is not accepted: resolves when there is another. */
  refused(): Promise<void>
}

export interface Connection {
  send(message: EventMessage, timeout: number, answered: (reply: Reply | undefined) => void): void
  resume(heads: Heads, answered: (sent: boolean | undefined) => void): void
  /** Closes and opens again, by itself or elsewhere. */
  reconnect(): void
}

export type Connect = (config: Pick<PageConfig, "path" | "reconnection" | "transports">, listener: ConnectionListener) => Connection

/** Milliseconds that opening a connection, or resuming a room, may take. */
const patience = 10_000

/** The page's socket. It comes back for ever, and at once when the page is shown or the network returns. */
export const connect: Connect = ({ path, reconnection, transports = ["websocket"] }, listener) => {
  const manager = new Manager({ path, transports, reconnection: false, autoConnect: false, timeout: patience })
  const socket = manager.socket("/", { auth: (give: (auth: HandshakeAuth) => void) => give(listener.auth()) })
  let failures = 0
  let refused = false
  /** Has the server said where the rooms stand? Undefined before the first attempt has ended. */
  let known: boolean | undefined
  let stopWaiting: (() => void) | undefined

  function close(): void {
    stopWaiting?.()
    stopWaiting = undefined
    socket.disconnect()
  }

  async function open(): Promise<void> {
    stopWaiting?.()
    stopWaiting = undefined
    if (refused) await listener.refused()
    refused = false
    socket.connect()
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

  socket.on("connect_error", (error: Error & { data?: { code?: string } }) => {
    lost()
    const code = error.data?.code
    refused = code === "expired" || code === "unauthorized"
    if (refused && !failures++) open()
    else openLater()
  })
  socket.on("disconnect", (reason) => {
    lost()
    if (reason !== "io client disconnect") openLater()
  })
  socket.on(HEADS, (heads: Heads, recovered?: boolean) => {
    // What is announced to everyone may come before the server has said what this page has missed.
    if (recovered === undefined) return known ? listener.announced(heads) : undefined
    known = true
    failures = 0
    listener.connected(heads, recovered)
  })
  socket.on(PUSH, listener.pushed)
  socket.on(CONTROL, listener.instructed)

  addEventListener("online", openAtOnce)
  document.addEventListener("visibilitychange", openAtOnce)
  // A page with an open socket cannot be kept for Back and Forward.
  addEventListener("pagehide", close)
  addEventListener("pageshow", ({ persisted }) => persisted && open())
  open()

  const emit = <T>(message: EventMessage | ResumeMessage, timeout: number, answered: (answer: T | undefined) => void) => {
    socket.timeout(timeout).emit(EVENT, message, (error: Error | null, answer: T) => answered(error ? undefined : answer))
  }
  return {
    send: emit,
    resume: (heads, answered) => emit({ r: heads }, patience, answered),
    reconnect: () => {
      close()
      open()
    },
  }
}

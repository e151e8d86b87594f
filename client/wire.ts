import type { HandshakeAuth } from "../server/protocol.ts"
import { GOODBYE } from "../server/protocol.ts"
import { clock } from "./clock.ts"

/** The other end is the server, over one transport at a time. */
export interface Wire {
  /** Begins anew. */
  open(): void
  /** Nothing more is heard of it; with `leaving` the server is told that the page may not come back. */
  close(leaving?: unknown): void
  /** Calls with what the server answered, or with nothing once so many milliseconds have passed or the connection is lost. */
  emit(name: string, message: unknown, timeout: number, answered: (answer: unknown) => void): void
}

export interface WireListener {
  auth(): HandshakeAuth
  received(name: string, content: unknown[]): void
  /** It could not be opened, or was ended by the other side or by its silence; `code` where the server refused it. */
  lost(code?: string): void
}

/** Milliseconds that opening a connection may take. */
const patience = 10_000

/**
 * What Socket.IO says over a WebSocket, as far as a page needs it: text, the namespace "/", no buffering. The whole client of Socket.IO
 * would be a third of the script. https://socket.io/docs/v4/engine-io-protocol/, https://socket.io/docs/v4/socket-io-protocol/
 */
export function createWire(path: string, { auth, received, lost }: WireListener): Wire {
  let socket: WebSocket | undefined
  const waiting = new Map<number, (answer?: unknown) => void>()
  let count = 0
  /** How long the server may be silent, and since when it is too long. */
  let silence = patience
  let deadline = 0
  let stopWatching: (() => void) | undefined

  function open(): void {
    close()
    expect(patience)
    socket = new WebSocket(`${location.origin.replace("http", "ws") + path}?EIO=4&transport=websocket`)
    socket.onclose = () => end()
    socket.onmessage = ({ data }) => {
      deadline = clock.now() + silence
      try {
        read(data)
      } catch (error) {
        console.error(error)
        end()
      }
    }
  }

  function read(text: string): void {
    const [, type, id, json] = /^(4\d|.)(\d*)(.*)/s.exec(text) ?? []
    if (type === "0") {
      const { pingInterval, pingTimeout } = JSON.parse(text.slice(1))
      expect(pingInterval + pingTimeout)
      socket?.send(`40${JSON.stringify(auth())}`)
    }
    if (type === "2") socket?.send(`3${text.slice(1)}`)
    if (type === "42") {
      const [name, ...content] = JSON.parse(json ?? "")
      received(name, content)
    }
    if (type === "43") waiting.get(Number(id))?.(JSON.parse(json ?? "")[0])
    if (type === "44") end(JSON.parse(json ?? "").data?.code)
    if (type === "1" || type === "41") end()
  }

  function expect(most: number): void {
    silence = most
    deadline = clock.now() + silence
    watch()
  }

  /** One timer for all that is heard until it is over: to begin another with every message costs more than to read it. */
  function watch(): void {
    stopWatching?.()
    const left = deadline - clock.now()
    if (left > 0) stopWatching = clock.after(left, watch)
    else end()
  }

  function end(code?: string): void {
    drop()
    lost(code)
    close()
  }

  /** What waits for an answer will have none. */
  function close(leaving?: unknown): void {
    if (leaving && socket?.readyState === 1) socket.send(`42["${GOODBYE}"]`)
    drop()
    for (const answered of [...waiting.values()]) answered()
  }

  function drop(): void {
    stopWatching?.()
    if (!socket) return
    socket.onclose = socket.onmessage = null
    socket.close()
    socket = undefined
  }

  function emit(name: string, message: unknown, timeout: number, answered: (answer: unknown) => void): void {
    const id = count++
    const settle = (answer?: unknown) => {
      stop()
      waiting.delete(id)
      answered(answer)
    }
    const stop = clock.after(timeout, settle)
    waiting.set(id, settle)
    // Timers stand still while a device sleeps: nothing is sent where nobody has been heard for too long.
    if (socket && clock.now() > deadline) end()
    if (socket?.readyState === 1) socket.send(`42${id}${JSON.stringify([name, message])}`)
  }

  // The device says that it has no network: a connection would not notice before its next silence.
  addEventListener("offline", () => socket && end())

  return { open, close, emit }
}

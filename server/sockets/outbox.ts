import type { Server, Socket } from "socket.io"

import type { Metrics } from "../operations/metrics.ts"

/** Bytes that may wait for a page, and milliseconds for which nothing may leave. */
export const outboxLimits = { bytes: 1_000_000, stalled: 5_000 } as const

interface Packet {
  data?: unknown
}

/**
 * What was sent to a page and has not left. Neither Socket.IO nor `ws` bounds it: a page that does not read is cut,
 * connects again when it can, and is given what it has missed.
 */
export class Outbox {
  readonly #socket: Socket
  readonly #metrics: Metrics
  /** Bytes that engine.io holds back. */
  #held = 0
  #flushed = Date.now()
  #gone = false

  constructor(socket: Socket, metrics: Metrics) {
    this.#socket = socket
    this.#metrics = metrics
    socket.conn.on("packetCreate", (packet: Packet) => {
      this.#held += bytesOf(packet)
      if (this.bytes > outboxLimits.bytes) this.#cut("too much output")
    })
    socket.conn.on("flush", () => {
      metrics.transferred("out", this.#held)
      this.#held = 0
      this.#flushed = Date.now()
    })
    socket.conn.on("packet", (packet: Packet) => metrics.transferred("in", bytesOf(packet)))
  }

  /** Bytes that wait: in engine.io, and in the WebSocket. */
  get bytes(): number {
    return this.#held + (webSocketOf(this.#socket)?.bufferedAmount ?? 0)
  }

  /** Cuts the page off where nothing has left for too long. */
  check(): void {
    if (this.#socket.conn.transport.writable) return
    if (Date.now() - this.#flushed >= outboxLimits.stalled) this.#cut("stalled output")
  }

  #cut(reason: string): void {
    if (this.#gone) return
    this.#gone = true
    this.#metrics.cut(reason)
    // To close it in order, what waits would have to leave first.
    const webSocket = webSocketOf(this.#socket)
    if (webSocket) setImmediate(() => webSocket.terminate())
    else this.#socket.conn.close(true)
  }
}

/** The outputs of all pages of this node, looked at once a second. */
export class Outboxes {
  readonly #outboxes = new Set<Outbox>()
  readonly #timer: NodeJS.Timeout

  constructor(io: Server, metrics: Metrics) {
    io.on("connection", (socket) => {
      const outbox = new Outbox(socket, metrics)
      this.#outboxes.add(outbox)
      socket.on("disconnect", () => this.#outboxes.delete(outbox))
    })
    this.#timer = setInterval(() => this.#check(), 1_000).unref()
  }

  /** Bytes that wait for all pages together. */
  get bytes(): number {
    let sum = 0
    for (const outbox of this.#outboxes) sum += outbox.bytes
    return sum
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #check(): void {
    for (const outbox of this.#outboxes) outbox.check()
  }
}

function bytesOf({ data }: Packet): number {
  return typeof data === "string" ? Buffer.byteLength(data) : 0
}

interface WebSocketLike {
  readonly bufferedAmount: number
  terminate(): void
}

/** engine.io does not show the socket of its WebSocket transport; long polling has none. */
function webSocketOf({ conn: { transport } }: Socket): WebSocketLike | undefined {
  const socket: unknown = "socket" in transport ? transport.socket : undefined
  return typeof socket === "object" && socket !== null && "terminate" in socket && "bufferedAmount" in socket
    ? (socket as WebSocketLike)
    : undefined
}

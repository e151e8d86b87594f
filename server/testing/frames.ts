import { limits } from "../protocol.ts"
import type { Wire } from "./wire.ts"

/** One message of the socket. */
export interface Frame {
  direction: "sent" | "received"
  /** As Socket.IO writes it: `42` + number + `["e", …]` is an event, `43` + number + `[…]` its answer, `42["p", …]` a push. */
  text: string
  /** Of the text; a WebSocket adds 2 to 8 more. */
  bytes: number
}

/** A WebSocket whose messages are noted, and go the way that the test has laid for them. */
export function recordingWebSocket(window: Window & typeof globalThis, frames: Frame[], wire: Wire): typeof WebSocket {
  const hidden = new Set<string>()
  const arrived = new WeakSet<Event>()
  const later = (call: () => void, milliseconds: number) => void window.setTimeout(call, milliseconds)
  const note = (direction: Frame["direction"], text: string) => {
    if (frames.length < mostFrames) frames.push({ direction, text, bytes: Buffer.byteLength(text) })
  }
  return class extends window.WebSocket {
    readonly #sent = wire.open("sent", later)
    readonly #received = wire.open("received", later)

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      // Before any listener of the page's: what arrives is told again when it may.
      this.addEventListener("message", (event) => this.#take(event))
      this.addEventListener("close", () => {
        for (const lane of [this.#sent, this.#received]) lane.close()
      })
    }

    override send(data: Parameters<WebSocket["send"]>[0]): void {
      if (typeof data !== "string" || isOurs(data, hidden)) return super.send(data)
      note("sent", data)
      this.#sent.put({
        text: data,
        isMessage: message.test(data),
        arrive: () => this.readyState === window.WebSocket.OPEN && super.send(data),
      })
    }

    #take(event: MessageEvent): void {
      const { data } = event
      if (arrived.has(event) || typeof data !== "string" || isOurs(data, hidden)) return
      event.stopImmediatePropagation()
      this.#received.put({
        text: data,
        isMessage: message.test(data),
        arrive: () => {
          note("received", data)
          const again = new window.MessageEvent("message", { data })
          arrived.add(again)
          this.dispatchEvent(again)
        },
      })
    }
  }
}

/** A test that goes on for ever must not fill the memory. */
const mostFrames = limits.frame

/** An event, an answer or a push, as Socket.IO writes them. */
const message = /^4[23]/

/** The question by which `settled()` learns that all has come, and its answer: the client itself never asks for nothing. */
function isOurs(text: string, hidden: Set<string>): boolean {
  const [, asked] = /^42(\d+)\["e",\{"r":\{\}\}\]$/.exec(text) ?? []
  if (asked !== undefined) hidden.add(asked)
  const [, answered] = /^43(\d+)\[/.exec(text) ?? []
  return asked !== undefined || (answered !== undefined && hidden.delete(answered))
}

import { limits } from "../protocol.ts"

/** One message of the socket. */
export interface Frame {
  direction: "sent" | "received"
  /** As Socket.IO writes it: `42` + number + `["e", …]` is an event, `43` + number + `[…]` its answer, `42["p", …]` a push. */
  text: string
  /** Of the text; a WebSocket adds 2 to 8 more. */
  bytes: number
}

/** A WebSocket whose messages are noted. */
export function recordingWebSocket(window: Window & typeof globalThis, frames: Frame[]): typeof WebSocket {
  const hidden = new Set<string>()
  const note = (direction: Frame["direction"], data: unknown) => {
    if (typeof data !== "string" || isOurs(data, hidden)) return
    if (frames.length < mostFrames) frames.push({ direction, text: data, bytes: Buffer.byteLength(data) })
  }
  return class extends window.WebSocket {
    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      this.addEventListener("message", ({ data }) => note("received", data))
    }

    override send(data: Parameters<WebSocket["send"]>[0]): void {
      note("sent", data)
      super.send(data)
    }
  }
}

/** A test that goes on for ever must not fill the memory. */
const mostFrames = limits.frame

/** The question by which `settled()` learns that all has come, and its answer: the client itself never asks for nothing. */
function isOurs(text: string, hidden: Set<string>): boolean {
  const [, asked] = /^42(\d+)\["e",\{"r":\{\}\}\]$/.exec(text) ?? []
  if (asked !== undefined) hidden.add(asked)
  const [, answered] = /^43(\d+)\[/.exec(text) ?? []
  return asked !== undefined || (answered !== undefined && hidden.delete(answered))
}

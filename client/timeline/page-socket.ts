import type { Line } from "./line.ts"
import { bytesOf } from "./packets.ts"

/** Puts the line between the page and its server, whoever opens the connection: other sockets are the browser's own. */
export function replaceSockets(line: Line, isPages: (url: string) => boolean): void {
  const Native = globalThis.WebSocket
  const Simulated = simulatedSocket(Native, line)
  globalThis.WebSocket = new Proxy(Native, {
    construct: (_target, words: [string | URL, (string | string[])?], as) =>
      isPages(String(words[0])) ? new Simulated(...words) : Reflect.construct(Native, words, as),
  })
}

function simulatedSocket(Native: typeof WebSocket, line: Line): typeof WebSocket {
  return class extends Native {
    readonly #lanes = line.lanes()
    #isCut = false

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      line.opened(this)
      this.addEventListener("message", (event) => this.#arrives(event))
      this.addEventListener("close", (event) => {
        line.closed(this)
        if (this.#isCut && event.isTrusted) event.stopImmediatePropagation()
      })
      // Who opens it listens from the end of this task on.
      if (line.conditions.offline) setTimeout(() => this.cut())
    }

    override send(data: string): void {
      if (this.#isCut) return
      this.#lanes.out.carry(line.sends(data), () => super.send(data))
    }

    override close(code?: number, reason?: string): void {
      this.#lanes.out.cut()
      this.#lanes.back.cut()
      super.close(code, reason)
    }

    /** The page is told at once, as when the network goes. */
    cut(): void {
      if (this.#isCut) return
      this.#isCut = true
      line.closed(this)
      this.close()
      this.dispatchEvent(new CloseEvent("close", { code: 1006 }))
    }

    /** What the browser tells is held back, and told by us once it has arrived. */
    #arrives(event: MessageEvent): void {
      if (!event.isTrusted) return
      event.stopImmediatePropagation()
      if (this.#isCut) return
      const { data, origin } = event
      this.#lanes.back.carry(bytesOf(data), () => {
        if (line.receives(data)) this.dispatchEvent(new MessageEvent("message", { data, origin }))
      })
    }
  }
}

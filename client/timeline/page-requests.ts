import type { Line } from "./line.ts"
import { bytesOf } from "./packets.ts"

/** The same line for long polling, whose requests are made by the client of Socket.IO. */
export function replaceRequests(line: Line, isPages: (url: string) => boolean): void {
  globalThis.XMLHttpRequest = class extends XMLHttpRequest {
    readonly #lanes = line.lanes()
    #isPages = false
    #isOver = false

    constructor() {
      super()
      this.addEventListener("readystatechange", (event) => this.#changed(event))
    }

    override open(method: string, url: string | URL, async = true, username?: string | null, password?: string | null): void {
      this.#isPages = isPages(String(url))
      super.open(method, url, async, username, password)
    }

    override send(body?: XMLHttpRequestBodyInit | Document | null): void {
      if (!this.#isPages) return super.send(body)
      line.opened(this)
      const bytes = typeof body === "string" ? line.sends(body) : 0
      this.#lanes.out.carry(bytes, () => super.send(body))
      if (line.conditions.offline) setTimeout(() => this.cut())
    }

    override abort(): void {
      this.#over()
      super.abort()
    }

    /** As a request that found no network. */
    cut(): void {
      if (this.#isOver) return
      this.abort()
      Object.defineProperties(this, { readyState: { value: 4 }, status: { value: 0 } })
      this.#tell()
    }

    #changed(event: Event): void {
      if (!this.#isPages || !event.isTrusted || this.readyState !== 4) return
      event.stopImmediatePropagation()
      if (this.#isOver) return
      const text = this.status === 200 ? this.responseText : ""
      this.#lanes.back.carry(bytesOf(text), () => {
        if (text && !line.receives(text)) return
        this.#over()
        this.#tell()
      })
    }

    #over(): void {
      this.#isOver = true
      this.#lanes.out.cut()
      this.#lanes.back.cut()
      line.closed(this)
    }

    #tell(): void {
      this.dispatchEvent(new Event("readystatechange"))
    }
  }
}

import { ROOM_HEADER } from "../../server/protocol.ts"
import { createEntry, type Entry } from "./entry.ts"
import type { Journal } from "./journal.ts"
import { bytesOf } from "./packets.ts"
import { watchTouched } from "./touched.ts"

/** Pages that are asked for over HTTP: refreshes, and visits with what is asked for before them. `reason`: why the page renders itself again. */
export function watchDocuments(journal: Journal, reason: () => string): void {
  const native = globalThis.fetch
  let show: (() => void) | undefined

  globalThis.fetch = async (input, init) => {
    const headers = new Headers(init?.headers)
    if (init?.method || headers.get("accept") !== "text/html") return native(input, init)
    const isRefresh = headers.has(ROOM_HEADER)
    const path = new URL(String(input), location.href).pathname
    const entry = journal.add(createEntry("document", isRefresh ? "refresh" : "page fetched", isRefresh ? reason() : path))
    entry.outcome = "under way"
    return native(input, init).then(
      (response) => answered(entry, isRefresh, response),
      (error: unknown) => failed(entry, error),
    )
  }

  function answered(entry: Entry, isRefresh: boolean, response: Response): Response {
    entry.outcome = response.ok ? "ok" : String(response.status)
    entry.times.wire = performance.now() - entry.began
    response.text = () => Response.prototype.text.call(response).then((text) => arrived(entry, isRefresh, text))
    journal.changed()
    return response
  }

  function arrived(entry: Entry, isRefresh: boolean, text: string): string {
    const came = performance.now()
    entry.received = bytesOf(text)
    entry.times.wire = came - entry.began
    const touched = isRefresh ? watchTouched() : () => []
    show = () => {
      show = undefined
      entry.times.patch = performance.now() - came
      entry.touched.push(...touched().map((element) => new WeakRef(element)))
      journal.changed()
    }
    journal.changed()
    return text
  }

  function failed(entry: Entry, error: unknown): never {
    entry.outcome = "no answer"
    journal.changed()
    throw error
  }

  // After a refresh, and after a visit.
  addEventListener("liveview:refresh", () => show?.())
}

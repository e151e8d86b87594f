import type { Tab } from "./tab.ts"
import { patience, waitUntil } from "./wait.ts"

/** Resolves when the server knows the page; at once where it is no live page, or cannot reach its server. */
export async function connected(tab: Tab, urge: () => void = () => undefined): Promise<void> {
  await tab.loading
  const left = await waitUntil(() => {
    if (!tab.inPage || tab.connected || tab.network.cut) return undefined
    urge()
    return "the connection"
  }, patience)
  if (left === undefined) return
  const told = tab.consoleErrors.length ? ` Its console says:\n${tab.consoleErrors.join("\n")}` : ""
  throw new Error(`The page ${tab.window.location.pathname} has not connected within ${patience} ms.${told}`)
}

/** What has to happen before everything that a page began, and all that was sent to it, has come to an end; undefined when it has. */
export async function unsettled(tab: Tab): Promise<string | undefined> {
  await new Promise((resolve) => setImmediate(resolve))
  const left = underWay(tab)
  if (left !== undefined || !tab.inPage) return left
  if (!(await tab.inPage.caughtUp())) return "the connection, which was lost"
  return underWay(tab)
}

function underWay(tab: Tab): string | undefined {
  const { loading, fetching, inPage, connected, clock, wire } = tab
  if (loading) return "a document to be loaded"
  if (!inPage) return undefined
  const { events, debounced } = inPage.unfinished()
  if (wire.waiting) return `${wire.waiting} message${wire.waiting > 1 ? "s" : ""} that page.network keeps from arriving`
  if (!connected) return events ? `the connection, with ${events} queued` : "the connection"
  if (events) return `${events} event${events > 1 ? "s" : ""} to be answered: ${unanswered(tab).join(", ") || "not sent yet"}`
  // Time that is held passes by clock.advance() alone.
  if (debounced && !clock.held) return "a debounced event"
  return fetching ? "a request to be answered" : undefined
}

/** Names of the handlers whose events are in flight. */
function unanswered({ frames }: Tab): string[] {
  const waiting = new Map<string, string>()
  for (const { text } of frames) {
    const [, sent, name] = /^42(\d+)\["e",.*?"f":"([^"]*)"/.exec(text) ?? []
    const [, answered] = /^43(\d+)\[/.exec(text) ?? []
    if (sent && name) waiting.set(sent, name)
    if (answered) waiting.delete(answered)
  }
  return [...waiting.values()]
}

import type { Page, WebSocket } from "@playwright/test"

/** Milliseconds that an event may still take when the test is over. */
const patience = 10_000

/**
 * Counts what a page sends and asks an answer for, and what is answered. Socket.IO's frames: "42" + id + ["e", …] is an event, "43" + id is its answer.
 * The function returned waits for the answers and gives the events that have none, except where the socket or the page is gone.
 */
export function unansweredEvents(page: Page, socket: WebSocket): () => Promise<string[]> {
  const waiting = new Map<string, string>()
  let answered = () => {}
  socket.on("framesent", ({ payload }) => {
    const [, id, event] = /^42(\d+)(\[.*)$/s.exec(String(payload)) ?? []
    if (id && event) waiting.set(id, event)
  })
  socket.on("framereceived", ({ payload }) => {
    const [, id] = /^43(\d+)\[/.exec(String(payload)) ?? []
    if (id) waiting.delete(id)
    if (waiting.size === 0) answered()
  })
  const gone = () => {
    waiting.clear()
    answered()
  }
  socket.on("close", gone)
  // Playwright forgets the sockets of a document when the next one comes, and then does not always say that they closed.
  let isNextAsked = false
  page.on("request", (request) => {
    isNextAsked ||= request.isNavigationRequest() && request.frame() === page.mainFrame()
  })
  page.on("framenavigated", (frame) => {
    if (frame === page.mainFrame() && (isNextAsked || frame.url() === "about:blank")) gone()
  })
  return async () => {
    if (waiting.size === 0 || socket.isClosed() || page.isClosed()) return []
    await Promise.race([new Promise<void>((resolve) => (answered = resolve)), new Promise((resolve) => setTimeout(resolve, patience))])
    return [...waiting.values()].map((event) => `never answered: ${event}`)
  }
}

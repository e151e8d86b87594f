import { test as base, expect } from "@playwright/test"
import type { BrowserContext, Page } from "@playwright/test"

import { unansweredEvents } from "./unanswered-events.ts"

/** Browsers write a line of their own for each connection that fails: whether any does is up to the moment at which it is tried again. */
export const networkErrors = /WebSocket connection to|net::ERR_/
/** The same where somebody else answers, or a server that ends. */
export const serverErrors = /WebSocket connection to|net::ERR_|Failed to load resource/

/** What a page did that no page may do, unless its test says that it will. */
export class Mistakes {
  readonly #seen: string[] = []
  readonly #expected: RegExp[] = []
  readonly #allowed: RegExp[] = []

  /** A page error, a console error or a `liveview:error` that this test causes on purpose; it must happen. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern)
  }

  /** The same, where nobody can say whether it happens. */
  allow(pattern: RegExp): void {
    this.#allowed.push(pattern)
  }

  saw(mistake: string): void {
    this.#seen.push(mistake)
  }

  /** Every mistake was expected or allowed, and every expected one was made. */
  check(): void {
    const known = [...this.#expected, ...this.#allowed]
    expect(this.#seen.filter((mistake) => !known.some((pattern) => pattern.test(mistake)))).toEqual([])
    expect(this.#expected.filter((pattern) => !this.#seen.some((mistake) => pattern.test(mistake)))).toEqual([])
  }
}

/** Another person: a browser of their own, with cookies of their own. */
export type Visitor = () => Promise<Page>

/**
 * Playwright's `test`, where every page of every visitor fails the test with a page error, a console error, a violation of the
 * Content-Security-Policy, a `liveview:error`, or an event that was never answered.
 */
export const test = base.extend<{ visits: BrowserContext[]; mistakes: Mistakes; visitor: Visitor }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
  visits: async ({}, use) => {
    const contexts: BrowserContext[] = []
    await use(contexts)
    for (const context of contexts) await context.close()
  },
  // Needs every page that it watches: so it comes after them, and looks at them before they are closed.
  mistakes: [
    async ({ browser, context, page: _page, visits: _visits }, use) => {
      const mistakes = new Mistakes()
      const watched = [watch(context, mistakes)]
      const watchVisitor = (visitor: BrowserContext) => watched.push(watch(visitor, mistakes))
      browser.on("context", watchVisitor)
      await use(mistakes)
      browser.off("context", watchVisitor)
      for (const unanswered of watched) for (const event of await unanswered()) mistakes.saw(event)
      mistakes.check()
    },
    { auto: true },
  ],
  visitor: async ({ browser, baseURL, visits, mistakes: _watching }, use) => {
    await use(async () => {
      const context = await browser.newContext({ baseURL })
      visits.push(context)
      return context.newPage()
    })
  },
})

export { expect }

/** Watches every page of a visitor; the function returned gives the events that were not answered. */
function watch(context: BrowserContext, mistakes: Mistakes): () => Promise<string[]> {
  const sockets: (() => Promise<string[]>)[] = []
  context.on("weberror", (error) => mistakes.saw(`page error: ${error.error().stack ?? error.error()}`))
  context.on("console", (message) => {
    if (message.type() === "error") mistakes.saw(`console: ${message.text()} (${message.location().url})`)
  })
  const watchPage = (page: Page) => page.on("websocket", (socket) => sockets.push(unansweredEvents(page, socket)))
  context.pages().forEach(watchPage)
  context.on("page", watchPage)
  void context.addInitScript(reportErrors).catch(() => {})
  return async () => (await Promise.all(sockets.map((unanswered) => unanswered()))).flat()
}

/** Runs in the page: what its visitor is told of is an error of the console too, and so is what its security policy refused. */
function reportErrors(): void {
  document.addEventListener("liveview:error", (event) =>
    console.error("liveview:error", "detail" in event ? JSON.stringify(event.detail) : ""),
  )
  document.addEventListener("securitypolicyviolation", (event) =>
    console.error("securitypolicyviolation", event.violatedDirective, event.blockedURI),
  )
}

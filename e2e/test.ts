import { test as base, expect } from "@playwright/test"
import type { BrowserContext, Page } from "@playwright/test"

import { unansweredEvents } from "./unanswered-events.ts"

/** What a page did that no page may do, unless its test says that it will. */
export class Mistakes {
  readonly #seen: string[] = []
  readonly #expected: RegExp[] = []

  /** A page error, a console error or a `liveview:error` that this test causes on purpose; it must happen. */
  expect(pattern: RegExp): void {
    this.#expected.push(pattern)
  }

  saw(mistake: string): void {
    this.#seen.push(mistake)
  }

  /** Every mistake was expected, and every expected one was made. */
  check(): void {
    expect(this.#seen.filter((mistake) => !this.#expected.some((pattern) => pattern.test(mistake)))).toEqual([])
    expect(this.#expected.filter((pattern) => !this.#seen.some((mistake) => pattern.test(mistake)))).toEqual([])
  }
}

/** Another person: a browser of their own, with cookies of their own. */
export type Visitor = () => Promise<Page>

/**
 * Playwright's `test`, where every page of every visitor fails the test with a page error, a console error, a violation of the
 * Content-Security-Policy, a `liveview:error`, or an event that was never answered.
 */
export const test = base.extend<{ mistakes: Mistakes; visitor: Visitor }>({
  mistakes: [
    async ({ browser }, use) => {
      const mistakes = new Mistakes()
      const watched: (() => Promise<string[]>)[] = []
      const watchContext = (context: BrowserContext) => watched.push(watch(context, mistakes))
      browser.on("context", watchContext)
      for (const context of browser.contexts()) watchContext(context)
      await use(mistakes)
      browser.off("context", watchContext)
      for (const unanswered of watched) for (const event of await unanswered()) mistakes.saw(event)
      mistakes.check()
    },
    { auto: true },
  ],
  visitor: async ({ browser, baseURL, mistakes: _watching }, use) => {
    const contexts: BrowserContext[] = []
    await use(async () => {
      const context = await browser.newContext({ baseURL })
      contexts.push(context)
      return context.newPage()
    })
    for (const context of contexts) await context.close()
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
  context.on("page", (page) => page.on("websocket", (socket) => sockets.push(unansweredEvents(page, socket))))
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

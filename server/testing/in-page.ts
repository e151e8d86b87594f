import "virtual:livetsx/client"

import { startedPage } from "../../client/start.ts"

/** What has not been done yet. */
export interface Unfinished {
  /** Events that are not answered. */
  events: number
  /** Events that wait for a pause in typing. */
  debounced: number
}

/** What runs in the page beside the application's own script, and tells the test how far the page is. */
export interface InPage {
  unfinished(): Unfinished
  /** Resolves when everything that the server had sent before has come and was applied; false: the connection is gone. */
  caughtUp(): Promise<boolean>
}

export function unfinished(): Unfinished {
  const page = startedPage()
  return { events: page?.queue.size() ?? 0, debounced: page?.comforts.loaded?.timing.size() ?? 0 }
}

export function caughtUp(): Promise<boolean> {
  const page = startedPage()
  if (!page) return Promise.resolve(true)
  return new Promise((resolve) => {
    page.connection.resume({}, (answer) => {
      if (answer === undefined) resolve(false)
      else page.stream.whenComplete(() => resolve(true))
    })
  })
}

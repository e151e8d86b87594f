import "virtual:livetsx/client"

import { startedPage } from "../../client/start.ts"
import type { Unfinished } from "./page-progress.ts"

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

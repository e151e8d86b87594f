import { Application } from "@hotwired/stimulus"

import { createBusy } from "./busy.ts"
import type { Busy } from "./busy.ts"
import { clock } from "./clock.ts"
import { createDirty } from "./dirty.ts"
import type { Dirty } from "./dirty.ts"
import { watchLinks } from "./links.ts"
import { createNotices } from "./notices.ts"
import type { Notices } from "./notices.ts"
import { createOptimistic } from "./optimistic.ts"
import type { Optimistic } from "./optimistic.ts"
import { keepMovedControllers } from "./moved-controllers.ts"
import type { Page } from "./page.ts"
import { createTiming } from "./timing.ts"
import type { Timing } from "./timing.ts"
import { watchTriggers } from "./triggers.ts"
import { watchUploads } from "./upload-watch.ts"

/** What the page can do without for a moment: loaded while it connects, so that it is there when the connection is not. */
export interface Comforts {
  notices: Notices
  busy: Busy
  optimistic: Optimistic
  dirty: Dirty
  timing: Timing
}

export function createComforts(page: Page): Comforts {
  const notices = createNotices(page)
  const timing = createTiming(clock)
  // Any application leads to what all of them have in common.
  keepMovedControllers(new Application())
  watchLinks(page)
  watchTriggers(page)
  watchUploads(page.uploads)
  document.addEventListener("blur", ({ target }) => timing.flush((element) => target instanceof Node && element.contains(target)), true)
  // Before the connection is closed for the same reason.
  addEventListener("pagehide", () => timing.flush(() => true), true)
  const busy = createBusy(clock, notices.progressChanged)
  return { notices, timing, busy, optimistic: createOptimistic(busy.without), dirty: createDirty(page.ask) }
}

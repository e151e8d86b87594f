import type { Binding } from "./binding.ts"
import { createBusy } from "./busy.ts"
import type { Busy } from "./busy.ts"
import { clock } from "./clock.ts"
import { createDirty } from "./dirty.ts"
import type { Dirty } from "./dirty.ts"
import { createSendForm } from "./http-form.ts"
import { isControl } from "./event-data.ts"
import { watchHands } from "./in-hand.ts"
import { watchLinks } from "./links.ts"
import { createNotices } from "./notices.ts"
import type { Notices } from "./notices.ts"
import { createOptimistic } from "./optimistic.ts"
import type { Optimistic } from "./optimistic.ts"
import { watchOutsideFields } from "./outside-fields.ts"
import type { Page } from "./page.ts"
import type { Cause } from "./runs.ts"
import { createTiming } from "./timing.ts"
import type { Timing } from "./timing.ts"
import { watchTriggers } from "./triggers.ts"
import { createAttach } from "./upload-attach.ts"
import type { Attach } from "./upload-attach.ts"
import { watchUploads } from "./upload-watch.ts"
import { watchSleep } from "./wake.ts"

/** What the page can do without for a moment: loaded while it connects, so that it is there when the connection is not. */
export interface Comforts {
  notices: Notices
  busy: Busy
  optimistic: Optimistic
  dirty: Dirty
  timing: Timing
  /** Sends a form as the browser itself does, over HTTP. */
  sendForm(cause: Cause, binding: Binding): void
  attach: Attach
}

export function createComforts(page: Page): Comforts {
  const notices = createNotices(page)
  const timing = createTiming(clock)
  watchLinks(page)
  watchTriggers(page)
  watchUploads(page.uploads)
  watchSleep(page.connection)
  watchHands()
  watchOutsideFields(page.runs)
  document.addEventListener("blur", ({ target }) => timing.flush((element) => isWithin(target, element)), true)
  const busy = createBusy(clock, notices.progressChanged)
  const dirty = createDirty(page.ask)
  const sendForm = createSendForm({ page, busy, dirty })
  return { notices, timing, busy, optimistic: createOptimistic(busy.without), dirty, sendForm, attach: createAttach(page.uploads) }
}

/** In the element, or in the form that it is. */
function isWithin(target: EventTarget | null, element: Element): boolean {
  return target instanceof Node && (element.contains(target) || (isControl(target) && target.form === element))
}

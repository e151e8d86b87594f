import type { LivePage } from "../events/live-page.ts"
import type { Site } from "../pages/site.ts"
import { CONTROL, type Instruction } from "../protocol.ts"

/** Tells a page something about itself. */
export function instruct(site: Site, page: LivePage, instruction: Instruction): void {
  if (!page.socket) return
  site.metrics.instructed(instruction)
  page.socket.emit(CONTROL, instruction)
}

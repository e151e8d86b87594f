import type { ErrorCode } from "../server/protocol.ts"
import type { Arrival } from "./patch-actions.ts"

/** What is dispatched on the element that caused it, bubbling, or on the document: event → its `detail`. */
export interface LiveViewEvents {
  "liveview:before-event": EventDetail
  "liveview:event": EventDetail & { id: string }
  "liveview:before-patch": PatchDetail
  "liveview:patch": PatchDetail
  "liveview:error": { code: ErrorCode; message?: string; reference?: string; function: string }
  "liveview:before-visit": { url: string }
  "liveview:visit": { url: string }
  "liveview:connect": { recovered: boolean }
  "liveview:disconnect": object
  "liveview:reconnect": { recovered: boolean }
  "liveview:upload-progress": { name: string; file: string; loaded: number; total: number }
}

interface EventDetail {
  function: string
  data: Record<string, unknown>
  form: Record<string, unknown>
}

interface PatchDetail {
  patches: unknown[]
  source: Arrival["source"]
}

type Events = { [Name in keyof LiveViewEvents]: CustomEvent<LiveViewEvents[Name]> }

declare global {
  // What elements, documents and windows have in common.
  interface GlobalEventHandlersEventMap extends Events {}
}

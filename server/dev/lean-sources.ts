import { leanEngineIo } from "./lean-engine-io.ts"
import { leanSocketIo } from "./lean-socket-io.ts"

/** Text alone travels, over WebSocket and in the namespace "/" alone; and `client/connection.ts` gives no address, no query and no retries, and connects again by itself. */
export const leanSources = [...leanEngineIo, ...leanSocketIo]

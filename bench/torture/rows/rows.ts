import type { Row } from "../stage/row.ts"
import { halfOpen } from "./r7-half-open.ts"
import { beforeConnecting } from "./r8-before-connecting.ts"
import { broadcast } from "./r1-broadcast.ts"
import { kill } from "./r2-kill.ts"
import { drain } from "./r3-drain.ts"
import { redisAway } from "./r4-redis-away.ts"
import { flush } from "./r5-flush.ts"
import { cuts } from "./r6-cuts.ts"
import { slowReaders } from "./r10-slow-readers.ts"
import { failingHandlers } from "./r11-failing-handlers.ts"
import { comingAndGoing } from "./r12-coming-and-going.ts"
import { allAtOnce } from "./r13-all-at-once.ts"
import { model } from "./r9-model.ts"
import { origins } from "./s1-origins.ts"
import { uploads } from "./s10-uploads.ts"
import { forgedTokens } from "./s2-forged-tokens.ts"
import { endedSessions } from "./s3-ended-sessions.ts"
import { fuzzedFrames } from "./s4-fuzzed-frames.ts"
import { markup } from "./s5-markup.ts"
import { contentPolicy } from "./s6-content-policy.ts"
import { abusers } from "./s7-abusers.ts"
import { sizes } from "./s8-sizes.ts"
import { addresses } from "./s9-addresses.ts"

/** Everything that `npm run torture` proves, in the order of the table. */
export const rows: Record<string, Row> = {
  R1: broadcast,
  R2: kill,
  R3: drain,
  R4: redisAway,
  R5: flush,
  R6: cuts,
  R7: halfOpen,
  R8: beforeConnecting,
  R9: model,
  R10: slowReaders,
  R11: failingHandlers,
  R12: comingAndGoing,
  R13: allAtOnce,
  S1: origins,
  S2: forgedTokens,
  S3: endedSessions,
  S4: fuzzedFrames,
  S5: markup,
  S6: contentPolicy,
  S7: abusers,
  S8: sizes,
  S9: addresses,
  S10: uploads,
}

import type { Row } from "../stage/row.ts"
import { beforeConnecting } from "./r8-before-connecting.ts"
import { model } from "./r9-model.ts"

/** Everything that `npm run torture` proves, in the order of the table. */
export const rows: Record<string, Row> = {
  R8: beforeConnecting,
  R9: model,
}

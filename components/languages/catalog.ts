import { catalogs } from "livetsx"

import { en } from "./en.ts"
import { es } from "./es.ts"

/** Language → texts. */
export const catalog = catalogs({ en, es })

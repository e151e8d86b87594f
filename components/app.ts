import { createLiveView } from "livetsx"

import { catalog } from "./languages/catalog.ts"
import { chooseLanguage } from "./languages/choose-language.ts"
import { recordCalls, requireLogin } from "./login/_middleware.tsx"
import { showPicture } from "./upload/show-picture.ts"

const live = createLiveView({
  languages: ["en", "es"],
  translate: catalog,
})

live.use(recordCalls)
live.use(requireLogin)
live.express.get("/language/:code", chooseLanguage)
live.express.get("/pictures/:id", showPicture)

export default live

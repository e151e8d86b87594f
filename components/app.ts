import { createLiveView } from "livetsx"

import { showWhoIsThere } from "./chat/_who.tsx"
import { catalog } from "./languages/catalog.ts"
import { chooseLanguage } from "./languages/choose-language.ts"
import { recordCalls, requireLogin } from "./login/_middleware.tsx"
import { showPicture } from "./upload/show-picture.ts"

const live = createLiveView({
  languages: ["en", "es"],
  translate: catalog,
  presence: ({ session }) => ({ name: session.nickname ?? "A visitor" }),
})

live.use(recordCalls)
live.use(requireLogin)
live.express.get("/language/:code", chooseLanguage)
live.express.get("/pictures/:id", showPicture)
showWhoIsThere(live)

export default live

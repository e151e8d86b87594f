import { mkdtempSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

import { expect, it } from "vitest"

import { createApplication } from "./application.ts"
import { createLiveView, internals } from "./live-view.ts"
import { page } from "./pages/page.ts"
import { openRawPage } from "./testing/raw-page.ts"

const home = (text: string) => ({ "components/home.tsx": async () => ({ home: page("/", () => <p id="text">{text}</p>) }) })

it("lets a page render again that was loaded before a change and connects after it", async () => {
  const options = { port: 0, host: "127.0.0.1", dataDir: mkdtempSync(join(tmpdir(), "livetsx-")) }
  const live = createLiveView(options)
  const application = await createApplication({
    modules: home("old"),
    app: async () => ({ default: live }),
    assets: { scripts: [], styles: [], preloads: [] },
    mode: "test",
  })
  const { url } = await internals(live).listen(0)
  const [before, unchanged] = [await openRawPage({ url }, "/"), await openRawPage({ url }, "/")]
  const connected = await unchanged.connect()
  expect(connected.recovered).toBe(true)
  await application.reload(home("new"))
  const socket = await before.connect()
  expect(socket.recovered).toBe(false)
  const after = await (await openRawPage({ url }, "/")).connect()
  expect(after.recovered).toBe(true)
  for (const each of [connected, socket, after]) each.close()
  await application.close()
})

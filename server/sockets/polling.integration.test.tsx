import { io } from "socket.io-client"
import { expect, it } from "vitest"

import { handler } from "../events/handler.ts"
import { on } from "../events/on.ts"
import { createApplication } from "../application.ts"
import { createLiveView } from "../live-view.ts"
import { page } from "../pages/page.ts"
import { EVENT, HEADS } from "../protocol.ts"
import { openRawPage } from "../testing/raw-page.ts"
import { testApp } from "../testing/index.ts"

const echo = handler("echo", ({ data }) => <p id="said">{String(data.text)}</p>)
const home = page("/", () => (
  <main id="main">
    <p id="said">nothing</p>
    <button type="button" {...on("click", echo, { text: "hello" })}>
      Say
    </button>
  </main>
))

it("answers events over long polling where the author allows it, and tells the page", async () => {
  const live = await testApp({ modules: { "components/home.tsx": { echo, home } }, transports: ["polling", "websocket"] })
  const { visitor, auth } = await openRawPage(live, "/")
  expect(await (await visitor.fetch(live.url)).text()).toContain("&quot;transports&quot;:[&quot;polling&quot;,&quot;websocket&quot;]")
  const extraHeaders = { cookie: await visitor.cookies.getCookieString(live.url), origin: live.url }
  const socket = io(live.url, { transports: ["polling"], reconnection: false, forceNew: true, auth, extraHeaders })
  await new Promise((resolve, reject) => socket.on(HEADS, resolve).on("connect_error", reject))
  expect(await socket.timeout(5_000).emitWithAck(EVENT, { n: 1, f: "echo", d: { text: "hello" }, t: "click" })).toEqual([
    [0, "said", [], "hello"],
  ])
  socket.disconnect()
  await live.close()
})

it("does not start where the browser's script was built without it, and says how it is built", async () => {
  const started = createApplication({
    modules: {},
    app: async () => ({ default: createLiveView({ transports: ["polling"], secret: "x".repeat(32), dataDir: "" }) }),
    assets: { scripts: [], styles: [], preloads: [] },
    mode: "production",
  })
  await expect(started).rejects.toThrow("Build with livetsx({ polling: true }) in vite.config.ts.")
})
